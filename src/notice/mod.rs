//! The privacy notice, judged point by point.
//!
//! [`read()`] turns a file (HTML, PDF with text, DOCX, Markdown, plain text) into a [`Document`]; [`judge`] says for each
//! of twenty points whether the notice satisfies it, with the sentence that does or the place and reason why none does;
//! [`compare`] holds the notice against what a build uses; [`looks_like_notice`] finds notices in a build's own text.
//!
//! The points come from 個人資料保護法 (§3 the five rights, §6 special data, §8 the six things to be told) and from what
//! the National Health Insurance Administration asks of apps that read 健康存摺: an Article 6 on rights with a contact
//! person and a contact method. A point is judged by structure (articles, lists, tables, lead-ins) and by words with their
//! negations and conditions, never by one expression over the whole text. A person reads the rest.

mod compare;
mod document;
mod error;
mod judge;
mod lexicon;
mod outline;
mod read;
#[cfg(test)]
mod tests;
mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{AppText, Locus, Note};

pub use compare::{DATA_KINDS, Difference, DifferenceKind, UsedInBuild, compare, registrable};
pub use document::{Block, BlockKind, Document, Place};
pub use error::NoticeError;
pub use judge::{judge, looks_like_notice};
pub use read::{FILE_LIMIT, TEXT_LIMIT, read};

/// Reads and judges a notice in one step; a language that is not checked is an error here.
///
/// # Errors
/// See [`NoticeError`].
pub fn open(name: &str, bytes: &[u8]) -> Result<Notice, NoticeError> {
    let document = read(name, bytes)?;
    check_language(&document)?;
    Ok(judge(&document))
}

/// Whether a name, a telephone number or an address is the blank of a form (`○○`, `[姓名]`, `name@example.com`).
pub fn is_placeholder(text: &str) -> bool {
    judge::is_placeholder(text)
}

/// Refuses text in a language that is not checked.
///
/// # Errors
/// [`NoticeError::Language`], with the first line of that language.
pub fn check_language(document: &Document) -> Result<(), NoticeError> {
    let language = Language::of(&document.text());
    let Some(name) = language.unchecked() else { return Ok(()) };
    let line = document.blocks.iter().find(|b| Language::of(&b.text) == language).map_or(1, |b| b.line_at(0));
    Err(NoticeError::Language { file: document.file.clone(), line, language: name })
}

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Language {
    /// Traditional Chinese (with or without English beside it).
    #[serde(rename = "zh-Hant")]
    TraditionalChinese,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Simplified Chinese: not checked.
    #[serde(rename = "zh-Hans")]
    SimplifiedChinese,
    /// Japanese: not checked.
    #[serde(rename = "ja")]
    Japanese,
    /// Korean: not checked.
    #[serde(rename = "ko")]
    Korean,
    /// Another or none: not checked.
    #[serde(rename = "und")]
    Other,
}

impl Language {
    /// Tells the language of a text by its scripts and, for Latin script, by its most frequent words.
    pub fn of(text: &str) -> Self {
        let (mut han, mut kana, mut hangul, mut latin, mut other, mut simplified, mut traditional) =
            (0, 0, 0, 0, 0, 0, 0);
        for c in text.chars() {
            match u32::from(c) {
                0x3041..=0x30FA | 0x30FC..=0x30FF => kana += 1,
                0xAC00..=0xD7A3 | 0x1100..=0x11FF => hangul += 1,
                0x4E00..=0x9FFF | 0x3400..=0x4DBF => {
                    han += 1;
                    simplified += usize::from(SIMPLIFIED.contains(c));
                    traditional += usize::from(TRADITIONAL.contains(c));
                }
                _ if c.is_ascii_alphabetic() => latin += 1,
                _ if c.is_alphabetic() => other += 1,
                _ => {}
            }
        }
        if hangul * 4 > han + kana && hangul * 8 > latin {
            return Self::Korean;
        }
        // Kana appear in Chinese text only in names.
        if kana * 5 > han && kana * 8 > latin {
            return Self::Japanese;
        }
        if han * 8 > latin && han > other {
            return if simplified > traditional { Self::SimplifiedChinese } else { Self::TraditionalChinese };
        }
        let words: Vec<&str> = text.split_whitespace().take(20_000).collect();
        let english = words.iter().filter(|w| ENGLISH.contains(&w.to_ascii_lowercase().as_str())).count();
        if latin > other * 4 && (english * 12 >= words.len() || words.len() < 12) { Self::English } else { Self::Other }
    }

    /// The English name of a language that is not checked; none for those that are.
    pub fn unchecked(self) -> Option<&'static str> {
        match self {
            Self::TraditionalChinese | Self::English => None,
            Self::SimplifiedChinese => Some("Simplified Chinese"),
            Self::Japanese => Some("Japanese"),
            Self::Korean => Some("Korean"),
            Self::Other => Some("another language"),
        }
    }

    /// The code used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::TraditionalChinese => "zh-Hant",
            Self::English => "en",
            Self::SimplifiedChinese => "zh-Hans",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::Other => "und",
        }
    }
}

const SIMPLIFIED: &str = "个们为这来对时会说还没过发关进种应实现样开问无让动长见从样机经义员权决务则设线联络据处识续类删护资讯询阅补复协议规范条确认产业总结类构询键档选择网页软务户请";
const TRADITIONAL: &str = "個們為這來對時會說還沒過發關進種應實現樣開問無讓動長見從機經義員權決務則設線聯絡據處識續類刪護資訊詢閱補複協議規範條確認產業總結構鍵檔選擇網頁軟戶請";
const ENGLISH: &[&str] = &[
    "the", "and", "of", "to", "your", "we", "you", "or", "in", "a", "is", "for", "our", "that", "not", "with", "by",
    "may", "data",
];

/// What a notice must say, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PointId {
    /// 個資法 §3: to inquire and to read.
    RightInquire,
    /// §3: a copy.
    RightCopy,
    /// §3: to complete or correct.
    RightCorrect,
    /// §3: to stop collection, processing or use.
    RightStop,
    /// §3: to delete.
    RightDelete,
    /// How the rights are exercised.
    HowToExercise,
    /// 聯絡人: a person, or a role or unit that is named as the contact window.
    ContactPerson,
    /// 聯絡方式: telephone, e-mail or address that can be reached.
    ContactMethod,
    /// An article numbered six about the rights.
    Article6Present,
    /// §8: who collects.
    S8Org,
    /// §8: the purpose.
    S8Purpose,
    /// §8: the kinds of data.
    S8Category,
    /// §8: period, area, recipients and method of use, all four.
    S8PeriodAreaRecipientMethod,
    /// §8: the rights of §3 are told (the way to use them is a point of its own).
    S8Rights,
    /// §8: what happens when the data are not given.
    S8Consequence,
    /// §6: consent to the use of special data.
    SpecialDataConsent,
    /// How long the data are kept.
    Retention,
    /// How to have the data deleted: a way in the app or whom to ask.
    DeletionPath,
    /// 健康存摺 is named as source.
    HealthbankSource,
    /// Third parties: who receives data, or that nobody does.
    ThirdParties,
}

impl PointId {
    /// All points, in the order of the report.
    pub const ALL: [Self; 20] = [
        Self::RightInquire,
        Self::RightCopy,
        Self::RightCorrect,
        Self::RightStop,
        Self::RightDelete,
        Self::HowToExercise,
        Self::ContactPerson,
        Self::ContactMethod,
        Self::Article6Present,
        Self::S8Org,
        Self::S8Purpose,
        Self::S8Category,
        Self::S8PeriodAreaRecipientMethod,
        Self::S8Rights,
        Self::S8Consequence,
        Self::SpecialDataConsent,
        Self::Retention,
        Self::DeletionPath,
        Self::HealthbankSource,
        Self::ThirdParties,
    ];

    /// The id used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::RightInquire => "right_inquire",
            Self::RightCopy => "right_copy",
            Self::RightCorrect => "right_correct",
            Self::RightStop => "right_stop",
            Self::RightDelete => "right_delete",
            Self::HowToExercise => "how_to_exercise",
            Self::ContactPerson => "contact_person",
            Self::ContactMethod => "contact_method",
            Self::Article6Present => "article6_present",
            Self::S8Org => "s8_org",
            Self::S8Purpose => "s8_purpose",
            Self::S8Category => "s8_category",
            Self::S8PeriodAreaRecipientMethod => "s8_period_area_recipient_method",
            Self::S8Rights => "s8_rights",
            Self::S8Consequence => "s8_consequence",
            Self::SpecialDataConsent => "special_data_consent",
            Self::Retention => "retention",
            Self::DeletionPath => "deletion_path",
            Self::HealthbankSource => "healthbank_source",
            Self::ThirdParties => "third_parties",
        }
    }

    /// The point of an id.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.word() == word)
    }
}

/// One point judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Which.
    pub id: PointId,
    /// Whether the notice satisfies it.
    pub satisfied: bool,
    /// The sentence that satisfies it; when it is not satisfied, the sentence that comes nearest or denies it, if any.
    pub quote: Option<AppText>,
    /// Where the quote stands, or the article in which it is missing, or the document.
    pub locus: Locus,
    /// Why.
    pub reason: Note,
}

/// What sort of document a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// 隱私權政策, 隱私權聲明: a standing policy.
    Policy,
    /// 個資告知事項: the information of §8.
    Information,
    /// 同意書: a form of consent.
    Consent,
}

/// A notice judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// The file's name.
    pub file: AppText,
    /// The language.
    pub language: Language,
    /// Whether the text is a privacy notice at all. If not, no point is satisfied.
    pub is_notice: bool,
    /// What sort of notice, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<NoticeKind>,
    /// Its date as `YYYY-MM-DD` or `YYYY-MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<AppText>,
    /// URLs in it, sorted. Nothing is fetched.
    pub urls: Vec<AppText>,
    /// The twenty points, in the order of [`PointId::ALL`].
    pub points: Vec<Point>,
    /// Whether it was found inside the build; no other was given.
    #[serde(default)]
    pub in_build: bool,
    /// What only the build or only the notice names; empty when there is no build.
    #[serde(default)]
    pub gaps: Vec<Difference>,
}

impl Notice {
    /// One point.
    pub fn point(&self, id: PointId) -> Option<&Point> {
        self.points.iter().find(|point| point.id == id)
    }

    /// Points that are not satisfied.
    pub fn missing(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| !point.satisfied)
    }
}
