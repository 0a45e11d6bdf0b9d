"""The heads of columns in files, in the reader's language, for every frame a report holds."""

from analysis.wording import Wording
from ballots.instrument import Words

COLUMNS: dict[str, Words] = {
    "community": {"zh-CN": "社区", "en": "Community"},
    "sub_district": {"zh-CN": "街道", "en": "Sub-district"},
    "subject": {"zh-CN": "对象序号", "en": "Subject no."},
    "name": {"zh-CN": "测评对象", "en": "Subject"},
    "kind": {"zh-CN": "类别", "en": "Kind"},
    "item": {"zh-CN": "项目", "en": "Item"},
    "level": {"zh-CN": "等次", "en": "Level"},
    "votes": {"zh-CN": "票数", "en": "Votes"},
    "class": {"zh-CN": "票类", "en": "Class"},
    "headline": {"zh-CN": "代表该对象", "en": "Speaks for the subject"},
    "valid": {"zh-CN": "有效票", "en": "Valid ballots"},
    "effective": {"zh-CN": "有效评价", "en": "Effective ratings"},
    "abstained": {"zh-CN": "弃权", "en": "Abstained"},
    "invalid": {"zh-CN": "本项无效", "en": "Invalid"},
    "strict_votes": {"zh-CN": "%(rates)s 分子", "en": "%(rates)s, numerator"},
    "broad_votes": {"zh-CN": "%(rates)s(宽口径) 分子", "en": "%(rates)s (broad), numerator"},
    "rate_votes": {"zh-CN": "公布率 分子", "en": "Published rate, numerator"},
    "negative_votes": {"zh-CN": "最低等次票数", "en": "Votes at the last level"},
    "denominator": {"zh-CN": "分母", "en": "Denominator"},
    "strict_rate": {"zh-CN": "%(rates)s", "en": "%(rates)s"},
    "broad_rate": {"zh-CN": "%(rates)s(宽口径)", "en": "%(rates)s (broad)"},
    "rate": {"zh-CN": "公布率", "en": "Published rate"},
    "negative_rate": {"zh-CN": "最低等次率", "en": "Rate of the last level"},
    "abstain_rate": {"zh-CN": "弃权率", "en": "Abstention rate"},
    "score": {"zh-CN": "测评得分", "en": "Score"},
    "score_points": {"zh-CN": "得分合计", "en": "Points in all"},
    "score_denominator": {"zh-CN": "得分分母", "en": "Score, denominator"},
    "suppressed": {"zh-CN": "不公布", "en": "Not published"},
    "roll": {"zh-CN": "应到人数", "en": "People on the roll"},
    "present": {"zh-CN": "实到人数", "en": "People present"},
    "issued": {"zh-CN": "发出票", "en": "Ballots issued"},
    "returned": {"zh-CN": "收回票", "en": "Ballots returned"},
    "spoiled": {"zh-CN": "废票", "en": "Spoiled ballots"},
    "return_rate": {"zh-CN": "回收率", "en": "Return rate"},
    "turnout": {"zh-CN": "参评率", "en": "Turnout"},
    "validity": {"zh-CN": "有效率", "en": "Validity"},
}


def head(column: str, wording: Wording) -> str:
    """The head of `column`: ours, the form's for the votes at one of its levels, or else the column's own name."""
    levels = {level.id: level.words for scale in wording.instrument.scales for level in scale.levels}
    words = (levels | COLUMNS).get(column)
    rates = " / ".join(dict.fromkeys(scale.rate[wording.language] for scale in wording.instrument.scales))
    return words[wording.language].replace("%(rates)s", rates) if words else column
