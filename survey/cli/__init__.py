"""The command line `minxin`: options → one domain call → one sentence."""

import click

from survey.cli.acts import close, count, open_, publish
from survey.cli.appraisal import grades, vetoes
from survey.cli.backup import backup, restore
from survey.cli.campaigns import campaign
from survey.cli.charts import charts
from survey.cli.comments import comments
from survey.cli.communities import community
from survey.cli.compare import compare
from survey.cli.demo import demo
from survey.cli.doctor import doctor
from survey.cli.frame import Frame, data_option
from survey.cli.hall import hall
from survey.cli.importing import import_, past
from survey.cli.keys import keys
from survey.cli.meetings import meeting
from survey.cli.minutes import minutes
from survey.cli.packing import pack
from survey.cli.paper import paper
from survey.cli.programs import token
from survey.cli.rehearsals import rehearsal
from survey.cli.rehearse import rehearse_
from survey.cli.results import export, results
from survey.cli.rulebook import rules
from survey.cli.server import serve
from survey.cli.sheets import sheet
from survey.cli.slips import slips
from survey.cli.staff_acts import acts
from survey.cli.users import user
from survey.cli.verify import verify

EVENING = """\b
An evening:
  minxin campaign new "双评 2026"
  minxin meeting new --campaign "双评 2026" --community 梧桐社区 \\
      --subject committee=梧桐社区班子 --subject secretary=王芳
  minxin slips print 梧桐社区 --number 80 --out slips.pdf
  minxin keys make 梧桐社区        three holders come to the screen, one by one
  minxin keys test 梧桐社区
  minxin open 梧桐社区
  minxin serve                     until everybody has voted, then Ctrl-C
  minxin close 梧桐社区
  minxin count 梧桐社区            two holders type their keys
  minxin results --campaign "双评 2026"

Everything can also be done in the browser: minxin serve. To look around first: minxin demo."""


@click.group(cls=Frame, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EVENING)
@data_option
def main() -> None:
    """Anonymous ballots for review meetings, counted on the spot.

    Exit status: 0 done, 1 refused (one sentence on standard error says why), 2 wrong use.
    """


_BEFORE = (demo, community, campaign, meeting, slips, keys, paper, import_, rules, user, token, doctor)
_TONIGHT = (rehearse_, rehearsal, serve, open_, close, count, publish, hall)
_AFTER = (minutes, sheet, results, past, comments, vetoes, grades, compare, charts, export, pack, verify, acts)
_ALWAYS = (backup, restore)
for command in (*_BEFORE, *_TONIGHT, *_AFTER, *_ALWAYS):
    main.add_command(command)
