"""The phrases of charts and files in both languages; `wording` fills them in."""

from ballots.instrument import Words

PHRASES: dict[str, Words] = {
    "broad": {"zh-CN": "%(rate)s(含%(levels)s)", "en": "%(rate)s incl. %(levels)s"},
    "narrow": {"zh-CN": "%(rate)s(不含%(levels)s)", "en": "%(rate)s excl. %(levels)s"},
    "hidden": {"zh-CN": "不公布 (少于%(least)s人)", "en": "not published (fewer than %(least)s)"},
    "equals": {"zh-CN": "%(name)s = %(levels)s ÷ %(base)s", "en": "%(name)s = %(levels)s ÷ %(base)s"},
    "sum": {"zh-CN": "(%(levels)s)", "en": "(%(levels)s)"},
    "rules": {
        "zh-CN": "规则 %(name)s 第%(version)s版，指纹 %(fingerprint)s；百分数四舍五入到两位，合计可能不等于100%%",
        "en": "Rules %(name)s, version %(version)s, fingerprint %(fingerprint)s; percentages rounded half-up, "
        "they may not add up to 100%%",
    },
    "finding": {"zh-CN": "%(name)s：%(label)s %(rate)s", "en": "%(name)s: %(label)s %(rate)s"},
    "finding_hidden": {"zh-CN": "%(name)s：%(hidden)s", "en": "%(name)s: %(hidden)s"},
    "fraction": {"zh-CN": "%(percent)s (%(votes)s/%(base)s)", "en": "%(percent)s (%(votes)s/%(base)s)"},
    "kicker": {
        "zh-CN": "%(community)s | %(kind)s | 有效票 %(valid)s 张",
        "en": "%(community)s | %(kind)s | %(valid)s valid ballots",
    },
    "overview": {
        "zh-CN": "%(community)s：%(count)s个测评对象的结果",
        "en": "%(community)s: results by subject (%(count)s)",
    },
    "weighted": {"zh-CN": "%(percent)s (加权)", "en": "%(percent)s (weighted)"},
    "by_class": {"zh-CN": "%(community)s：分票类结果", "en": "%(community)s: results by voter class"},
    "ballots": {"zh-CN": "有效票 %(valid)s 张", "en": "%(valid)s valid ballots"},
    "titled": {"zh-CN": "%(kind)s %(name)s", "en": "%(kind)s %(name)s"},
    "communities": {
        "zh-CN": "%(kind)s：%(count)s个社区的%(label)s",
        "en": "%(kind)s: %(label)s by community (%(count)s)",
    },
    "communities_kicker": {"zh-CN": "按%(label)s从高到低", "en": "Ranked by %(label)s"},
    "ranking": {
        "zh-CN": "%(kind)s·%(item)s：%(count)s个社区的%(label)s",
        "en": "%(kind)s, %(item)s: %(label)s by community (%(count)s)",
    },
    "ranking_kicker": {"zh-CN": "按%(label)s从高到低，同率并列 (=)", "en": "Ranked by %(label)s; = marks ties"},
    "ranking_base": {
        "zh-CN": "95%% 区间：Wilson 法，按应到人数作有限总体校正；可能名次：区间所容许的名次",
        "en": "95%% interval: Wilson, corrected for the roll; possible ranks: those that the intervals allow",
    },
    "whisker": {"zh-CN": "率与 95%% 区间；虚线：合并计票", "en": "rate and 95%% interval; dotted: all votes together"},
    "whole": {"zh-CN": "合并 %(rate)s", "en": "all %(rate)s"},
    "possible_ranks": {"zh-CN": "可能名次", "en": "Possible ranks"},
    "rank": {"zh-CN": "第 %(rank)s 名", "en": "rank %(rank)s"},
    "interval": {"zh-CN": "区间 %(low)s–%(high)s%%", "en": "interval %(low)s–%(high)s%%"},
    "heat": {
        "zh-CN": "%(kind)s：%(count)s个社区各项目的%(label)s",
        "en": "%(kind)s: %(label)s by item and community (%(count)s)",
    },
    "heat_kicker": {"zh-CN": "颜色越深，率越高；格中为百分数", "en": "The darker, the higher; numbers are percent"},
    "levels": {
        "zh-CN": "%(kind)s·%(item)s：%(count)s个社区的各等次票数",
        "en": "%(kind)s, %(item)s: votes at each level by community (%(count)s)",
    },
    "levels_kicker": {
        "zh-CN": "每条为一个社区的全部有效票，等长",
        "en": "A bar holds all valid ballots of a community",
    },
    "ratings": {"zh-CN": "有效票", "en": "Valid ballots"},
    "slope": {
        "zh-CN": "%(kind)s·%(item)s：明显上升 %(up)s 个，明显下降 %(down)s 个",
        "en": "%(kind)s, %(item)s: clearly higher %(up)s, clearly lower %(down)s",
    },
    "slope_kicker": {"zh-CN": "%(then)s → %(now)s", "en": "%(then)s → %(now)s"},
    "slope_base": {
        "zh-CN": "明显：两年之差的 95%% 区间 (Newcombe) 不含 0；右端为变化的百分点",
        "en": "Clear: the 95%% interval of the difference (Newcombe) does not hold 0; to the right, points of change",
    },
    "slope_left_out": {
        "zh-CN": "另有 %(count)s 个社区没有可比的数字",
        "en": "%(count)s more cannot be compared",
    },
    "rose": {"zh-CN": "明显上升", "en": "clearly higher"},
    "fell": {"zh-CN": "明显下降", "en": "clearly lower"},
    "same": {"zh-CN": "可能是偶然", "en": "may be chance"},
    "importance": {
        "zh-CN": "%(kind)s：与总体评价关系最大的是%(item)s",
        "en": "%(kind)s: %(item)s goes most with the overall evaluation",
    },
    "importance_unclear": {
        "zh-CN": "%(kind)s：没有项目与总体评价有明显关系",
        "en": "%(kind)s: no item clearly goes with the overall evaluation",
    },
    "importance_none": {
        "zh-CN": "%(kind)s：各项目与总体评价的关系不公布",
        "en": "%(kind)s: how items go with the overall evaluation is not published",
    },
    "importance_kicker": {
        "zh-CN": "依据 %(meetings)s 场测评会的 %(ballots)s 张有效票",
        "en": "From %(ballots)s valid ballots of %(meetings)s meetings",
    },
    "importance_base": {
        "zh-CN": "关系：同一场会中，对该项满意者比其余的人总体满意的比例高出的百分点 (Mantel–Haenszel)，附 95%% 区间；"
        "说明相伴，不说明因果",
        "en": "Importance: points by which those content with the item are content overall more often than the "
        "others of their meeting (Mantel–Haenszel), with 95%% interval; it shows what goes together, not causes",
    },
    "moves": {"zh-CN": "↑ 与总体评价的关系 (百分点)", "en": "↑ Importance (points)"},
    "moves_by": {"zh-CN": "关系 %(points)s 个百分点", "en": "importance %(points)s points"},
    "not_told": {"zh-CN": "关系不公布", "en": "importance not published"},
    "improve_first": {"zh-CN": "先改进", "en": "improve first"},
    "keep_up": {"zh-CN": "保持", "en": "keep up"},
    "improve_later": {"zh-CN": "后改进", "en": "improve later"},
    "no_haste": {"zh-CN": "不急", "en": "no haste"},
    "grades": {
        "zh-CN": "%(count)s个社区的等级：%(counts)s；已确认 %(confirmed)s 个",
        "en": "Grades of %(count)s communities: %(counts)s; %(confirmed)s confirmed",
    },
    "grades_kicker": {"zh-CN": "每格一个社区，按街道", "en": "A square for each community, by sub-district"},
    "grades_base": {
        "zh-CN": "等级以确认的为准，未确认的为规则建议",
        "en": "The confirmed grade where there is one, the proposed one otherwise",
    },
    "grade_model": {"zh-CN": "示范", "en": "Model"},
    "grade_standard": {"zh-CN": "标准", "en": "Standard"},
    "grade_ordinary": {"zh-CN": "普通", "en": "Ordinary"},
    "grade_undecided": {"zh-CN": "未定", "en": "Undecided"},
    "ringed": {"zh-CN": "黑框：已确认", "en": "framed: confirmed"},
    "no_sub_district": {"zh-CN": "未分街道", "en": "No sub-district"},
    "all_communities": {"zh-CN": "合计", "en": "All"},
    "see_table": {"zh-CN": "数字见所附表格", "en": "The table with it holds every figure"},
    "line": {"zh-CN": "%(name)s %(share)s%%", "en": "%(name)s %(share)s%%"},
    "model": {"zh-CN": "示范线", "en": "Model"},
    "standard": {"zh-CN": "标准线", "en": "Standard"},
    "thresholds": {"zh-CN": "等级线，对照浅色点", "en": "Grade thresholds, for the light dot"},
    "page": {"zh-CN": "%(kicker)s | 第%(page)s页，共%(pages)s页", "en": "%(kicker)s | page %(page)s of %(pages)s"},
    "is": {"zh-CN": "%(name)s：%(value)s", "en": "%(name)s: %(value)s"},
    "stop": {"zh-CN": "。", "en": ". "},
    "comma": {"zh-CN": "、", "en": ", "},
    "semicolon": {"zh-CN": "；", "en": "; "},
}
