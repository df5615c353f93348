//! The form of `maspect.yaml`: keys and values, each that can be wrong with its place.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::finding::Platform;

/// What an applicant keeps beside a build: what is declared, waived and attested. Every key is optional.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectFile {
    /// Class of MAS V4.0 to judge against; `--profile` overrides it.
    #[serde(default)]
    pub profile: Option<ProfileWord>,
    /// Count the optional class F too.
    #[serde(default)]
    pub with_f: bool,
    /// The day on which the builds were made, `YYYY-MM-DD`, where their bytes do not tell: an older attestation is open again.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub built: Option<Spanned<String>>,
    /// The privacy notice: a file, its path relative to this one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub notice: Option<Spanned<String>>,
    /// Hosts that the app talks to.
    #[serde(default)]
    pub hosts: Option<Vec<HostEntry>>,
    /// What each permission (Android) or purpose string (iOS) is for.
    #[serde(default)]
    pub permissions: Vec<PermissionEntry>,
    /// Third-party components.
    #[serde(default)]
    pub sdks: Vec<SdkEntry>,
    /// Sensitive data: what it is for, and where it is kept.
    #[serde(default)]
    pub data: Vec<DataEntry>,
    /// Findings that are accepted for a time.
    #[serde(default)]
    pub waivers: Vec<WaiverEntry>,
    /// What people confirmed.
    #[serde(default)]
    pub attestations: Vec<AttestationEntry>,
    /// What the application to the 健康存摺 SDK needs.
    #[serde(default)]
    pub dossier: DossierEntry,
}

/// A class on the command line and in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileWord {
    /// L1.
    MasL1,
    /// L2.
    MasL2,
    /// L3.
    MasL3,
}

/// A declared host.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostEntry {
    /// Name (`api.example.tw`); `*.example.tw` stands for every name below it.
    #[schemars(with = "String")]
    pub host: Spanned<String>,
    /// Who runs it. The applicant's name, as the dossier has it, or 本公司, 自有, `own`: the applicant.
    #[serde(default)]
    pub owner: String,
    /// What for.
    #[serde(default)]
    pub purpose: String,
}

impl HostEntry {
    /// Whether it declares a host.
    pub fn covers(&self, host: &str) -> bool {
        let declared = self.host.value.trim().to_ascii_lowercase();
        match declared.strip_prefix("*.") {
            Some(parent) => host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
            None => host == declared,
        }
    }
}

/// A permission's purpose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PermissionEntry {
    /// Full name of the permission, or key of the purpose string.
    pub name: String,
    /// What for.
    #[serde(default)]
    pub purpose: String,
}

/// A third-party component.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SdkEntry {
    /// Name as in the report.
    pub name: String,
    /// Version.
    #[serde(default)]
    pub version: String,
    /// What for, and which data it gets.
    #[serde(default)]
    pub purpose: String,
}

/// A kind of sensitive data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataEntry {
    /// Its id as in the report (`blood-glucose`), or words of your own.
    pub kind: String,
    /// What for.
    #[serde(default)]
    pub purpose: String,
    /// Where and how long it is kept.
    #[serde(default)]
    pub stored: String,
}

/// An accepted finding.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverEntry {
    /// The rule's id.
    #[schemars(with = "String")]
    pub rule: Spanned<String>,
    /// Fingerprint of one finding (`id` in the JSON report).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub fingerprint: Option<Spanned<String>>,
    /// Part of the place as the report prints it, when no fingerprint is given.
    #[serde(default)]
    pub locus: Option<String>,
    /// Why it is accepted.
    #[schemars(with = "String")]
    pub reason: Spanned<String>,
    /// Who accepts it.
    #[schemars(with = "String")]
    pub owner: Spanned<String>,
    /// Last day on which it holds, `YYYY-MM-DD`.
    #[schemars(with = "String")]
    pub expires: Spanned<String>,
}

/// What a person says of one manual part.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttestationEntry {
    /// The control: `4.1.2.1.1`.
    #[schemars(with = "String")]
    pub control: Spanned<String>,
    /// The manual part's id; `findings`: the findings that ask for a person were looked at; `unclear`: what the build does
    /// not tell was looked at.
    #[schemars(with = "String")]
    pub part: Spanned<String>,
    /// Only for builds of this platform.
    #[serde(default)]
    pub platform: Option<Platform>,
    /// What was found; `open` until somebody looked.
    pub result: ResultWord,
    /// Who looked.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub by: Option<Spanned<String>>,
    /// When, `YYYY-MM-DD`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub date: Option<Spanned<String>>,
    /// What was seen.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub seen: Option<Spanned<String>>,
    /// Version of the build that was looked at, as the report shows it: `2.4.0 (118)`.
    #[serde(default)]
    pub version: Option<String>,
    /// SHA-256 of the build that was looked at.
    #[serde(default)]
    pub build: Option<String>,
    /// Evidence files.
    #[serde(default)]
    pub evidence: Vec<EvidenceEntry>,
    /// With `part: findings`: fingerprints of the findings that were looked at and are no violation.
    #[serde(default)]
    pub findings: Vec<String>,
}

/// What a person found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResultWord {
    /// Not yet looked at.
    Open,
    /// It passes.
    Pass,
    /// It does not.
    Fail,
}

/// A file of evidence.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceEntry {
    /// Its path, relative to this file.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// Its SHA-256 when the attestation was written, hex.
    #[schemars(with = "String")]
    pub sha256: Spanned<String>,
}

/// What the application needs beside the reports.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DossierEntry {
    /// Who applies.
    #[serde(default)]
    pub applicant: ApplicantEntry,
    /// The app's name as it stands in the store.
    #[serde(default)]
    pub app_name: String,
    /// Contact person (聯絡人).
    #[serde(default)]
    pub contact: PersonEntry,
    /// Software engineer (軟體開發工程師).
    #[serde(default)]
    pub engineer: PersonEntry,
    /// Certificates of the App security test (合格證明).
    #[serde(default)]
    pub certificates: Vec<CertificateEntry>,
    /// The test report that is mailed every year, named `○○公司_○○App 資安檢測報告`.
    #[serde(default)]
    pub test_report: Option<String>,
    /// Screenshots that show the whole notice.
    #[serde(default)]
    pub notice_screenshots: Vec<String>,
    /// 應用計畫書 on the form of NHI's site.
    #[serde(default)]
    pub plan: Option<String>,
    /// The video that goes on a disc (影音檔).
    #[serde(default)]
    pub video: Option<String>,
    /// The application form of phase 2 with both seals, scanned.
    #[serde(default)]
    pub application_form: Option<String>,
    /// NHI's 申請檢核表 with both seals, scanned.
    #[serde(default)]
    pub application_checklist: Option<String>,
    /// Launch of each platform.
    #[serde(default)]
    pub launch: Vec<LaunchEntry>,
    /// Attachments of the application form beyond those that the public guide speaks of, named by you as the form names them.
    #[serde(default)]
    pub attachments: Vec<AttachmentEntry>,
}

/// The applicant.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicantEntry {
    /// Full registered name.
    #[serde(default)]
    pub name: String,
    /// Class of applicant, which decides the proof.
    #[serde(default)]
    pub class: Option<ApplicantClass>,
    /// The proof: a file.
    #[serde(default)]
    pub proof: Option<String>,
}

/// Classes of applicants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicantClass {
    /// 公務機關.
    Agency,
    /// 全民健康保險特約醫事服務機構.
    Provider,
    /// 公、私立學校.
    School,
    /// 財團法人.
    Foundation,
    /// 公司, or the registered branch of a foreign company.
    Company,
}

impl ApplicantClass {
    /// The word used in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Provider => "provider",
            Self::School => "school",
            Self::Foundation => "foundation",
            Self::Company => "company",
        }
    }
}

/// A person to write to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// E-mail.
    #[serde(default)]
    pub email: String,
}

/// A certificate of the App security test.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateEntry {
    /// The platform; both when left out.
    #[serde(default)]
    pub platform: Option<Platform>,
    /// Level: `L1`, `L2`, `L3`.
    #[schemars(with = "String")]
    pub level: Spanned<String>,
    /// Day of issue, `YYYY-MM-DD`.
    #[schemars(with = "String")]
    pub issued: Spanned<String>,
    /// Number.
    #[serde(default)]
    pub number: String,
    /// Laboratory.
    #[serde(default)]
    pub laboratory: String,
    /// The scan.
    #[serde(default)]
    pub file: Option<String>,
}

/// Launch of one platform.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LaunchEntry {
    /// The platform.
    pub platform: Platform,
    /// 上架進度 in words: 已上架, 審查中, 未上架.
    #[serde(default)]
    pub status: String,
    /// Day of launch with the service, planned or done, `YYYY-MM-DD`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub date: Option<Spanned<String>>,
    /// Store page.
    #[serde(default)]
    pub link: String,
}

/// An attachment of the application form.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachmentEntry {
    /// Its name on the form.
    #[serde(default)]
    pub name: String,
    /// The file.
    #[serde(default)]
    pub file: Option<String>,
}
