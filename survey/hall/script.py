"""What each scene is called, and what the organizer may say aloud while it is on the wall, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.count import Seal
from ballots.keys import NEEDED
from survey.hall.runbook import Wall
from survey.hall.scenes import Place, Scene
from survey.published.announcement import Announcement, Part, Slide
from survey.quorum import Quorum
from survey.web.i18n import gettext, ngettext, words


@dataclass(frozen=True)
class Script:
    """What is known while one wall is driven. `told` is empty before the result is published."""

    wall: Wall
    quorum: Quorum
    told: Announcement

    def title(self, place: Place) -> str:
        """What the slide is called on the remote."""
        if place.scene is Scene.SUBJECT:
            part = self.told.parts[place.number - 1]
            return part.slide.name + (f" ({part.number}/{part.count})" if part.count > 1 else "")
        several = len(self.told.overview) if place.scene is Scene.OVERVIEW else 1
        return name(place.scene) + (f" ({place.number}/{several})" if several > 1 else "")

    def says(self, place: Place) -> tuple[str, ...]:
        """What to say aloud: a sentence or two."""
        match place.scene:
            case Scene.WELCOME:
                return self._welcome()
            case Scene.COUNTDOWN:
                return (_last_call(self.wall.seconds_left or 0),)
            case Scene.SEAL:
                return self._sealed()
            case Scene.PAPER:
                return self._paper()
            case Scene.CONFIRMED if self.wall.meeting.seal is None:
                return (gettext("All paper ballots are counted."),)
            case Scene.RESULT:
                return (self._ballots(),)
            case Scene.SUBJECT:
                return _subject(self.told.parts[place.number - 1])
            case _:
                return _always(place.scene)

    def _welcome(self) -> tuple[str, ...]:
        meeting, quorum = self.wall.meeting, self.quorum
        welcome = gettext("Good day, and welcome to the review meeting of %(community)s.") % vars(meeting)
        if quorum.present is None:
            return welcome, gettext("We are checking in; how many came is announced in a moment.")
        counted = gettext("%(present)s people are present, %(needed)s are needed.")
        if meeting.roll is not None:
            counted = gettext("%(roll)s people are on the roll, %(present)s are present, %(needed)s are needed.")
        return welcome, counted % {**vars(meeting), "needed": quorum.needed}

    def _sealed(self) -> tuple[str, ...]:
        meeting = self.wall.meeting
        counts = gettext("The box is closed. %(issued)s slips were handed out, %(returned)s ballots came back.")
        told = {"issued": meeting.slips_issued, "returned": meeting.boxed}
        seal = Seal(meeting.seal or "", meeting.printed, meeting.voided, meeting.boxed or 0)
        return counts % told, gettext("Please write the seal down: %(seal)s.") % {"seal": seal.grouped}

    def _paper(self) -> tuple[str, ...]:
        meeting = self.wall.meeting
        typed = gettext("Two people now enter each of them, and nothing is counted before both agree on every ballot.")
        if meeting.paper_returned is None:
            return gettext("We open the ballot box and count the paper ballots, unread."), typed
        counts = gettext("%(paper_issued)s paper ballots were handed out, %(paper_returned)s came back.")
        return counts % vars(meeting), typed

    def _ballots(self) -> str:
        meeting = self.wall.meeting
        counts = gettext("Issued %(issued)s, returned %(returned)s, valid %(valid)s, spoiled %(spoiled)s.")
        return counts % {**vars(meeting), "valid": meeting.valid}


def name(scene: Scene) -> str:
    """What a scene is called."""
    return {
        Scene.WELCOME: gettext("Welcome"),
        Scene.HOW: gettext("How to vote"),
        Scene.TURNOUT: gettext("How many have voted"),
        Scene.COUNTDOWN: gettext("Countdown"),
        Scene.SEAL: gettext("Closed: the seal"),
        Scene.PAPER: gettext("Paper ballots are entered"),
        Scene.KEYS: gettext("The keys"),
        Scene.CONFIRMED: gettext("Counted and confirmed"),
        Scene.RESULT: gettext("Result: how many ballots"),
        Scene.OVERVIEW: gettext("All at a glance"),
        Scene.SUBJECT: gettext("Subject by subject"),
        Scene.PROOF: gettext("How to check it"),
        Scene.VOID: gettext("Called off"),
    }[scene]


def later(places: Sequence[Place]) -> list[tuple[str, str]]:
    """The scenes that come after `places`: what each is called, and what it waits for."""
    waits = {
        Scene.TURNOUT: gettext("once the box is open"),
        Scene.SEAL: gettext("after the close"),
        Scene.KEYS: gettext("after the close"),
        Scene.CONFIRMED: gettext("after the count"),
        Scene.SUBJECT: gettext("once it is published"),
    }
    order = list(Scene)
    last = max(order.index(place.scene) for place in places)
    return [(name(scene), wait) for scene, wait in waits.items() if order.index(scene) > last]


def _last_call(seconds: int) -> str:
    if not seconds:
        return gettext("Has everybody voted? Then I close the box.")
    minutes = -(-seconds // 60)
    told = ngettext(
        "The box closes in %(num)s minute. Whoever has not voted yet, please do so now; who needs help, raise a hand.",
        "The box closes in %(num)s minutes. Whoever has not voted yet, please do so now; who needs help, raise a hand.",
        minutes,
    )
    return told % {"num": minutes}


def _subject(part: Part) -> tuple[str, ...]:
    slide, line, who = part.slide, part.slide.headline, {"who": part.slide.name}
    if line.is_hidden:
        return (gettext("%(who)s: too few people rated, so nothing is published.") % who,)
    if part.number > 1:
        return (gettext("%(who)s, the remaining items.") % who,)
    if not line.base:
        return (gettext("%(who)s: nobody rated.") % who,)
    told = gettext("%(who)s: %(rate)s %(percent)s%%, that is %(votes)s of %(base)s.")
    figures = {"rate": words(slide.section.scale.rate), "percent": line.rate, "votes": line.votes, "base": line.base}
    return told % {**who, **figures}, *_broad(slide)


def _broad(slide: Slide) -> tuple[str, ...]:
    scale, line = slide.section.scale, slide.headline
    if scale.broad == scale.strict:
        return ()
    wider = gettext(", ").join(words(level.words) for level in scale.levels[scale.strict : scale.broad])
    told = gettext("Including %(levels)s: %(percent)s%%, that is %(votes)s of %(base)s.")
    return (told % {"levels": wider, "percent": line.broad, "votes": line.broad_votes, "base": line.base},)


def _always(scene: Scene) -> tuple[str, ...]:
    """What is said whatever the numbers."""
    match scene:
        case Scene.HOW:
            return (
                gettext("Everybody takes one slip, any slip: no name stands on it."),
                gettext("Once voting is open, scan it, mark every item, and put the form into the box."),
                gettext("Who has no phone, please raise a hand: you vote too."),
            )
        case Scene.TURNOUT:
            return (
                gettext("Voting is open. Take your time, and let nobody look at your phone."),
                gettext("The number on the wall lags behind, so that nobody can tell when a neighbour voted."),
            )
        case Scene.KEYS:
            return (
                gettext("I ask %(needed)s scrutineers for their keys. One alone opens nothing.") % {"needed": NEEDED},
            )
        case Scene.CONFIRMED:
            return (gettext("The box is counted. I ask the scrutineers: was the seal the one you wrote down?"),)
        case Scene.OVERVIEW:
            return (gettext("This is the whole result."),)
        case Scene.PROOF:
            return (gettext("Scan this code and look your receipt up: it is on the list of the ballots counted."),)
        case _:
            return (gettext("This meeting is called off. No ballot is counted."),)
