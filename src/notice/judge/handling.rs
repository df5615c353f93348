//! How data are handled: consent to special data, keeping, 健康存摺 as source, third parties.

use std::sync::LazyLock;

use regex::Regex;

use super::super::lexicon::Concept as C;
use super::super::outline::{Outline, Role, Unit};
use super::contact::placeholder;
use super::duties::{body, refers_elsewhere, units};
use super::{Verdict, any_of, missing, regex};
use crate::finding::Note;

/// §6: consent to special data, asked for and not presumed.
pub(super) fn special(outline: &Outline) -> Verdict {
    let mut near = None;
    let form = signed_form(outline);
    for (index, unit) in units(outline) {
        if unit.hits.has(C::Cookie) {
            continue;
        }
        let special = unit.hits.has(C::Special)
            || outline.below(index, |t| any_of(&t.folded, "特種|敏感|病歷|special categor|sensitive"))
                && unit.hits.any(&[C::Data, C::Collect, C::Use]);
        if !special {
            continue;
        }
        let agreed = any_of(&unit.folded, "您同意|本人同意|立同意書人同意|i consent|i agree") && unit.hits.has(C::Use);
        if form
            && (agreed || unit.hits.has(C::Collect) || outline.below(index, |t| t.hits.any(&[C::Collect, C::Category])))
        {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        let without = any_of(
            &unit.folded,
            "未經您|非經您|未取得您|未經當事人|非經當事人|未經使用者|未獲您|never without|not without|not collect or use|unless you|only with|won't",
        );
        let asked = unit.hits.has(C::Consent) || without && unit.folded.contains("同意");
        let presumed = unit.hits.has(C::PresumedConsent) && !without;
        match (asked || presumed, presumed) {
            (true, false) => return Verdict::yes(index, Note::new("notice-point-found")),
            (true, true) => near = near.or(Some((index, "notice-consent-presumed"))),
            _ => {}
        }
    }
    near.map_or_else(missing, |(at, code)| Verdict::no(Some(at), Note::new(code)))
}

/// Whether the document is itself a form of consent that its reader signs: titled so, with a sentence of the signer's.
fn signed_form(outline: &Outline) -> bool {
    let titled = outline.units.iter().take(4).any(|u| {
        u.text.chars().count() <= 90
            && !u.text.ends_with(['。', '.'])
            && any_of(&u.folded, "同意書|consent form|consent to|processing consent")
    });
    titled
        && outline.units.iter().any(|u| {
            any_of(&u.folded, "本人|立同意書人|立書人|簽署|我已閱讀並|i have read|the undersigned")
                && any_of(&u.folded, "同意|consent")
                && !any_of(&u.folded, "不同意|視為|do not consent")
                && u.hits.any(&[C::Collect, C::Use])
        })
}

static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:\d{1,3}|[一二三四五六七八九十兩半]{1,3}|one|two|three|five|six|seven|ten|twelve|thirty)\s?\(?\d{0,3}\)?\s?(?:個月|個年|年|月|日|天|週|周|小時|years?|months?|days?|weeks?|hours?)",
    )
});

/// An end of keeping that is told by what happens or by what a law sets: «直到您刪除», «維持有效帳號期間», "until you
/// delete it", "for the period prescribed by law".
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        (?: 直到|直至|至|於|在|當|俟|待|經 ) [^。;,]{0,24}
        (?: 刪除|終止|結束|移除|解除安裝|卸載|註銷|關閉|撤回|撤銷|停止|離職|畢業 ) [^。;,]{0,8} (?: 止|時|前|後|為準|$|。|;|,)
        | 直到[^。;,]{0,20}(?: 刪除|終止|結束|移除|解除安裝|卸載|註銷|關閉|撤回|撤銷|停止 )
        | (?: 有效|執行|計畫|活動|研究|使用|存續|持有|維持|必要|合理|會員|服務|合作|雇用|僱用 ) [^。;,]{0,10} 期間
        | (?: 法令|法律|法規|依法|主管機關 ) [^。;,]{0,10} (?: 期限|期間|年限 )
        | (?: 期限|期間 )[^。;]{0,60} 為(?:準|限)
        | \b(?:until|unless|as\ long\ as|so\ long\ as|while|for\ the\ (?:period|time|duration|term|life)|for\ a\ period|only\ for) \b .{0,60}?
          \b(?:delet\w*|remov\w*|uninstall\w*|clos\w*|terminat\w*|account|need\w*|necess\w*|prescribed|required|active|fulfil\w*|expire\w*|clear\w*|use|legal\w*|law|laws|purpose\w*)
        | \b(?:removed|deleted|erased|lost|cleared|kept\ only|retained\ only)\s(?:when|once|if|after|upon|as\ soon\ as)\b
        | \bbeyond\ (?:the|what)\b
        ",
    )
});

/// Whether a sentence tells an end of keeping.
fn ends(unit: &Unit) -> bool {
    // «刪除帳號後仍保留» and «不承諾移除» tell no end.
    let still = any_of(
        &unit.folded,
        "保留要求|仍保留|仍會保留|仍保存|仍會保存|不承諾|不保證|不可逆|無法復原|irreversible|cannot be undone|still kept|still retained|remain on|not promise|not guarantee",
    );
    DURATION.is_match(&unit.folded) || !still && (unit.hits.has(C::Until) || EVENT.is_match(&unit.folded))
}

/// How long data are kept.
pub(super) fn retention(outline: &Outline) -> Verdict {
    let mut near = None;
    for (index, unit) in units(outline) {
        if keeps(unit) {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        let titled = outline.below(index, |t| {
            t.folded.chars().count() <= 30
                && any_of(&t.folded, "保存期|保留期|利用期間|使用期間|儲存期|保存年限|留存期|資料保留|資料保存|保留與刪除|保存與刪除|data storage period|存多久|保存多久|保留多久|留多久|retention|how long")
        });
        // «您可從設定刪除帳號» below such a title is a way to delete.
        let button =
            unit.hits.has(C::Settings) && !DURATION.is_match(&unit.folded) && !any_of(&unit.folded, "至|until|直到");
        if titled && !button && !unit.hits.has(C::Forever) && !refers_elsewhere(&unit.folded) && ends(unit) {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        if unit.hits.has(C::Forever) && unit.hits.has(C::Retain) {
            near = near.or(Some((index, "notice-kept-for-ever")));
        } else if unit.hits.has(C::Period) && unit.hits.has(C::Retain) && unit.hits.has(C::Data) {
            near = near.or(Some((index, "notice-label-without-value")));
        }
    }
    near.map_or_else(missing, |(at, code)| Verdict::no(Some(at), Note::new(code)))
}

/// A sentence that says until when data are kept.
pub(super) fn keeps(unit: &Unit) -> bool {
    if unit.hits.any(&[C::Cookie, C::Forever]) || placeholder(&unit.text) && !DURATION.is_match(&unit.folded) {
        return false;
    }
    let keeping = [
        "保存",
        "保留",
        "儲存",
        "留存",
        "存放",
        "期間",
        "期限",
        "retain",
        "retention",
        "keep",
        "kept",
        "stored",
        "store ",
        "period",
        "目的消失",
        "目的達成",
    ];
    // How long a server's log is kept says nothing of the person's data.
    let logs_only = any_of(&unit.folded, "日誌|伺服器紀錄|伺服器記錄|記錄檔|log file|server log|access log")
        && !any_of(&unit.folded, "個人資料|帳號|會員|健康|您的資料|personal|account|your data");
    if logs_only {
        return false;
    }
    let keep = keeping.iter().filter_map(|w| unit.folded.find(w)).min();
    let other = [
        "備份紀錄",
        "公告期",
        "試用期",
        "通知期",
        "鑑賞期",
        "保固",
        "個工作日",
        "工作天",
        "working days",
        "business days",
        "答覆",
        "回覆",
        "回應",
        "respond",
    ];
    let Some(_) = keep else { return deletes_after(unit) };
    let of_policy = any_of(&unit.folded, "修訂|施行|生效|公告|通知您|會員資格續|effective");
    if of_policy && !any_of(&unit.folded, "保存|保留|retain|kept|留存") {
        return false;
    }
    if other.iter().any(|w| unit.folded.contains(w))
        && !unit.folded.contains("保存")
        && !unit.folded.contains("retain")
        && !unit.folded.contains("keep")
    {
        return false;
    }
    let about = unit.hits.has(C::Data)
        || unit.folded.contains("期間")
        || unit.folded.contains("期限")
        || unit.folded.contains("retention")
        || unit.folded.contains("period:");
    // «利用期間為本計畫執行期間»: whatever is given as the period.
    let given = || {
        unit.hits.of(C::Period).any(|hit| {
            let of_data =
                any_of(&unit.folded, "利用期間|使用期間|保存期|保留期|retention period|利用之期間|利用的期間");
            of_data
                && super::duties::value_after(unit, &hit)
                    .is_some_and(|v| !refers_elsewhere(v) && v.chars().count() >= 4)
        })
    };
    let limit = ends(unit) || given();
    // «not kept beyond the session» tells the end.
    let beyond = any_of(&unit.folded, "beyond|longer than|after|超過|逾");
    let negated = !beyond
        && any_of(&unit.folded, "不保存|不持有|並不保有|不會保存|不儲存|不會儲存|不留存|not store|not retain|not keep");
    // «期滿後得請求刪除» is a right.
    let asked = unit.hits.has(C::Right) && super::rights::names_rights(unit) >= 2 && !DURATION.is_match(&unit.folded);
    about && limit && !asked && !negated && !only_local_rights(unit)
}

/// «於帳號註銷後30日內刪除»: a period told by its end.
fn deletes_after(unit: &Unit) -> bool {
    let end = unit.hits.has(C::Until) || any_of(&unit.folded, "後|after|within");
    unit.hits.has(C::Delete)
        && unit.hits.has(C::Data)
        && end
        && DURATION.is_match(&unit.folded)
        && !any_of(&unit.folded, "申請|請求|回覆|request|工作")
}

fn only_local_rights(unit: &Unit) -> bool {
    super::rights::names_rights(unit) >= 4 && !DURATION.is_match(&unit.folded)
}

/// 健康存摺 as source of data.
pub(super) fn healthbank(outline: &Outline) -> Verdict {
    let mut near = None;
    for (index, unit) in outline.units.iter().enumerate() {
        let Some(named) = unit.hits.of(C::HealthBank).next() else { continue };
        let refused = unit.hits.of(C::NotUsed).chain(unit.hits.of(C::Refusal)).any(|n| {
            let clause = unit.folded.get(n.start.min(named.start)..n.end.max(named.end)).unwrap_or_default();
            let close = n.start.abs_diff(named.end).min(named.start.abs_diff(n.end)) <= 40;
            let gate = any_of(clause, "未經|非經|同意|第三|without");
            close && !clause.contains(['。', ';', ',', '，']) && !gate
        });
        if refused {
            near = near.or(Some((index, "notice-source-denied")));
            continue;
        }
        let asked_elsewhere = unit.hits.has(C::Authority)
            && any_of(&unit.folded, "洽|詢問|疑問|客服|contact")
            && !any_of(&unit.folded, "取得|下載|匯入|介接|import|obtain|download");
        let source = unit.hits.has(C::Obtain)
            || unit.role == Role::Row
            || outline.below(index, |t| t.hits.any(&[C::Obtain, C::Collect, C::Category]));
        if source
            && !asked_elsewhere
            && (body(unit) || super::rights::names_rights(unit) == 0 && heading_with_body(outline, unit))
        {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        near = near.or(Some((index, "notice-source-unclear")));
    }
    near.map_or_else(missing, |(at, code)| Verdict::no(Some(at), Note::new(code)))
}

fn heading_with_body(outline: &Outline, unit: &Unit) -> bool {
    outline.nodes.get(unit.node).is_some_and(|node| outline.has_body(node))
}

/// Who else receives data, or that nobody does. What the notice's own side does shows it best.
pub(super) fn third_parties(outline: &Outline) -> Verdict {
    let (mut best, mut near) = (None::<(u8, usize)>, None);
    for (index, unit) in units(outline) {
        if unit.role == Role::Footer || super::rights::asked_to_be_told(outline, index) {
            continue;
        }
        let rank = receivers(outline, index, unit);
        if rank > 0 && best.is_none_or(|(b, _)| rank > b) {
            best = Some((rank, index));
        }
        if unit.hits.has(C::ThirdParty) && near.is_none() {
            near = Some(index);
        }
    }
    match best {
        Some((_, at)) => Verdict::yes(at, Note::new("notice-point-found")),
        None => near.map_or_else(missing, |at| Verdict::no(Some(at), Note::new("notice-point-missing"))),
    }
}

/// How well a sentence says who receives data: 4 by what its own side never does, 3 by what it does, 2 by its words, 1 by
/// the title above, 0 not at all.
fn receivers(outline: &Outline, index: usize, unit: &Unit) -> u8 {
    let linked = unit.hits.has(C::LinkedSite) && !any_of(&unit.folded, "分享|揭露|提供給|share|disclose");
    // «This policy does not apply to persons whom we do not entrust»: its scope, not what happens to data; and a title
    // promises only.
    let scope = any_of(&unit.folded, "不適用|not apply to|均與|無涉|概不負責|不負擔|not responsible")
        && !any_of(&unit.folded, "提供給|分享|揭露|share|disclose");
    // A computer shared with others, and an errand done for the person, share no data of the notice's side.
    let other = any_of(
        &unit.folded,
        "共用電腦|公共電腦|公用電腦|共享電腦|委託書|委託他人辦理|保護他人|他人資訊|shared computer|public computer",
    );
    let listed = matches!(unit.role, Role::Item | Role::Row);
    if linked || scope || other || super::super::outline::is_title(unit) && !listed {
        return 0;
    }
    let about = unit.hits.has(C::Data) || outline.below(index, |t| t.hits.has(C::Data));
    let acts = any_of(&unit.folded, "提供|分享|揭露|出售|出租|交換|販售|共享|share|sell|disclos|rent ");
    if unit.hits.has(C::ThirdParty) && shares(unit) && about {
        let never = any_of(&unit.folded, "不會|絕不|不得|不對外|不向|never|not sell|not share|will not|do not");
        return match acts && !login_only(unit) && (never || unit.hits.any(&[C::FirstPerson, C::Refusal])) {
            true if never => 4,
            true => 3,
            false => 2,
        };
    }
    // «CareLog does not collect, send or share any of your data»: with nobody.
    if RECEIVER.is_match(&unit.folded) && !unit.hits.has(C::Cookie) {
        return 2;
    }
    if NOBODY.is_match(&unit.folded) && !login_only(unit) && listed_or_text(unit) {
        return 2;
    }
    let about_use = outline.below(index, |t| t.hits.any(&[C::Use, C::Data, C::Recipient]));
    // «We may disclose your data: - to service providers who …».
    let told = any_of(&unit.folded, "廠商|服務商|供應商|合作|機關|provider|partner|contractor|authorit");
    let disclosed = |t: &Unit| t.hits.has(C::Share) && any_of(&t.folded, "揭露|分享|提供給|disclose|share");
    if listed_or_text(unit) && unit.hits.has(C::ThirdParty) && told && outline.below(index, disclosed) {
        return 2;
    }
    let title =
        |t: &Unit| t.hits.has(C::ThirdParty) && !t.hits.has(C::LinkedSite) && super::super::outline::is_title(t);
    let titled = outline.below(index, |t| title(t) && (t.hits.has(C::Share) || t.folded.contains("sdk") || shares(t)));
    // «不使用任何第三方分析工具»; «第三方服務: 我們僅使用…».
    let unused =
        |u: &Unit| any_of(&u.folded, "不使用|未使用|沒有使用|不接入|未接入|不含任何|do not use|don't use|no third");
    let none = unit.hits.has(C::ThirdParty)
        && (unused(unit) || outline.below(index, unused))
        && any_of(&unit.folded, "分析|廣告|追蹤|sdk|服務|analytics|advertis|track");
    // «How we share your information: RevenueCat — subscription processing»; «Third-party services: data shared: …».
    let sharing = |t: &Unit| {
        super::super::outline::is_title(t)
            && any_of(
                &t.folded,
                "資料分享|資料共享|資訊分享|資訊共享|分享的資訊|how we share|data sharing|sharing of|information sharing|share your",
            )
            && !t.hits.has(C::Refusal)
    };
    let told_of = any_of(&unit.folded, "shared|purpose|processing|provid|用途|處理|提供|接收|傳送|用於");
    if listed_or_text(unit) && told_of && unit.role == Role::Item && outline.below(index, |t| sharing(t) || title(t)) {
        return 1;
    }
    // «第三方: 廣告與分析由甲提供»; «整合第三方服務(如分析工具)».
    let bare = |t: &Unit| title(t) && t.folded.chars().filter(|c| c.is_alphabetic()).count() <= 12;
    let built_in = unit.hits.has(C::ThirdParty)
        && any_of(&unit.folded, "整合|嵌入|串接|接入|顯示由|integrat|embed|built-in")
        && any_of(&unit.folded, "服務|sdk|廣告|分析|service|analytics|advert");
    if built_in
        || listed_or_text(unit) && outline.below(index, bare) && any_of(&unit.folded, "提供|處理|provid|process")
    {
        return 1;
    }
    let named = outline.below(index, |t| title(t) && any_of(&t.folded, "服務|service"))
        && unit.hits.any(&[C::Use, C::FirstPerson])
        && any_of(&unit.folded, "使用|use");
    // «對象：本機構及受託之廠商».
    let recipients =
        unit.hits.has(C::Recipient) && unit.hits.has(C::ThirdParty) && unit.folded.contains([':', '|']) && about_use;
    u8::from((titled || named || recipients) && unit.folded.chars().count() >= 6 && !placeholder(&unit.text) || none)
}

/// «資料將提供予家醫學會使用»: a receiver by name.
static RECEIVER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:資料|資訊|紀錄)[^。;]{0,30}(?:提供|傳送|交付|移轉|揭露)(?:給|予|與|至)[^。;,您本]{2,24}(?:學會|公會|協會|公司|基金會|醫院|診所|機構|單位|學校|大學|健保署|衛生局|衛福部)",
    )
});

/// «We never share or sell your data», whoever might want them.
static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        (?: 不會|絕不 ) [^。;]{0,20} (?: 資料|資訊|電話|email|聯絡方式 ) [^。;]{0,12} (?: 賣|提供|分享|交換|轉 ) 給
        | (?: 不會|絕不|從不|不得|不 ) [^。;]{0,24} (?: 分享|出售|販售|揭露|出租 ) [^。;]{0,30} (?: 資料|資訊 )
        | (?: 資料|資訊 ) [^。;,]{0,12} (?: 不會|絕不|從不 ) [^。;]{0,12} (?: 分享|出售|販售|揭露|出租 )
        | \b no \s (?: selling|sharing|sale ) \s of \b .{0,30} \b (?: data|information )
        | \b (?: not|never ) \b .{0,60} \b (?: share|sell|disclose ) \b .{0,40} \b (?: data|information )",
    )
});

/// Signing in through somebody else's account.
fn login_only(unit: &Unit) -> bool {
    any_of(&unit.folded, "帳號登入|登入時|log in|sign in")
}

fn listed_or_text(unit: &Unit) -> bool {
    matches!(unit.role, Role::Item | Role::Row | Role::Text)
}

/// Sharing as act on data, not «第三方登入» alone and not what third parties do unasked.
pub(super) fn shares(unit: &Unit) -> bool {
    let strong = [
        "提供給",
        "上傳給",
        "上傳至",
        "提供予",
        "提供與",
        "提供至",
        "分享",
        "揭露",
        "共享",
        "共用",
        "交換",
        "出售",
        "出租",
        "販售",
        "委託",
        "委由",
        "移轉",
        "轉讓",
        "洩漏",
        "洩露",
        "透露",
        "傳送",
        "傳輸",
        "交付",
        "受託",
        "委外",
        "公開",
        "轉售",
        "租借",
        "蒐集",
        "利用",
        "接收",
        "提供個人資料",
        "提供您",
        "share",
        "disclos",
        "sell",
        "sold",
        "rent",
        "transfer",
        "pass",
        "given to",
        "give ",
        "processed by",
        "process",
        "entrust",
        "engage",
        "send",
        "sent",
        "provide your",
        "provided to",
    ];
    let third_only_secure = any_of(&unit.folded, "未經授權|第三人存取|非法|駭客|竊取|unauthori")
        && !any_of(&unit.folded, "分享|揭露|提供|share|disclos");
    unit.hits.has(C::Share)
        && !third_only_secure
        && (strong.iter().any(|w| unit.folded.contains(w)) || unit.folded.contains("提供"))
}
