//! Resource configurations: the qualifiers of `res/values-zh-rTW-v24`.

use std::fmt;

use crate::format::{FormatResult, Reader};

/// A configuration (`ResTable_config`): what is 0 or empty is not qualified.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Config {
    /// Mobile country and network code.
    pub mcc_mnc: (u16, u16),
    /// ISO 639 language, lower-case; empty for any.
    pub language: String,
    /// ISO 3166 or UN M.49 region, upper-case.
    pub region: String,
    /// ISO 15924 script, title-case.
    pub script: String,
    /// BCP 47 variant.
    pub variant: String,
    /// 1 port, 2 land, 3 square.
    pub orientation: u8,
    /// 1 notouch, 3 finger.
    pub touchscreen: u8,
    /// Dots per inch; 0xfffe any, 0xffff none.
    pub density: u16,
    /// 1 nokeys, 2 qwerty, 3 12key.
    pub keyboard: u8,
    /// 1 nonav, 2 dpad, 3 trackball, 4 wheel.
    pub navigation: u8,
    /// Keys and navigation hidden.
    pub input_flags: u8,
    /// Screen width and height in pixels.
    pub screen: (u16, u16),
    /// Lowest API level.
    pub sdk: u16,
    /// Size, long, direction.
    pub layout: u8,
    /// Type and night.
    pub ui_mode: u8,
    /// Smallest width in dp.
    pub smallest_width: u16,
    /// Width and height in dp.
    pub size_dp: (u16, u16),
    /// Round.
    pub layout2: u8,
    /// Wide gamut, HDR.
    pub color_mode: u8,
}

/// Which language a resource is wanted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The one without a language qualifier.
    Default,
    /// Traditional Chinese, as a device set to Taiwan picks it.
    TraditionalChinese,
}

impl Config {
    /// Reads one; it says its own size, and what it does not reach is 0.
    pub fn read(reader: &mut Reader<'_>) -> FormatResult<Self> {
        let start = reader.position();
        let size = reader.u32()? as usize;
        let room = reader.remaining().saturating_add(4);
        let size = size.min(room);
        let body = reader.bytes().get(start..start.saturating_add(size)).unwrap_or_default();
        let byte = |at: usize| body.get(at).copied().unwrap_or(0);
        let half = |at: usize| u16::from_le_bytes([byte(at), byte(at.saturating_add(1))]);
        let text = |at: usize, most: usize| -> String {
            let all = body.get(at..body.len().min(at.saturating_add(most))).unwrap_or_default();
            all.iter().take_while(|&&b| b != 0).filter(|b| b.is_ascii_alphanumeric()).map(|&b| char::from(b)).collect()
        };
        reader.skip(size.saturating_sub(4))?;
        Ok(Self {
            mcc_mnc: (half(4), half(6)),
            language: code([byte(8), byte(9)], b'a'),
            region: code([byte(10), byte(11)], b'0'),
            orientation: byte(12),
            touchscreen: byte(13),
            density: half(14),
            keyboard: byte(16),
            navigation: byte(17),
            input_flags: byte(18),
            screen: (half(20), half(22)),
            sdk: half(24),
            layout: byte(28),
            ui_mode: byte(29),
            smallest_width: half(30),
            size_dp: (half(32), half(34)),
            // A script that was only computed from the region is no qualifier.
            script: if byte(52) == 0 { text(36, 4) } else { String::new() },
            variant: text(40, 8),
            layout2: byte(48),
            color_mode: byte(49),
        })
    }

    /// How well this fits the language wanted: higher is better, none when another language is meant.
    pub fn language_fit(&self, wanted: Language) -> Option<u8> {
        let region = self.region.as_str();
        match (wanted, self.language.as_str()) {
            (_, "") => Some(1),
            (Language::TraditionalChinese, "zh") => match (self.script.as_str(), region) {
                ("Hant" | "", "TW") => Some(6),
                ("Hant", "") => Some(5),
                ("Hant", _) | ("", "HK" | "MO") => Some(4),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is for Traditional Chinese as written in Taiwan, Hong Kong or Macau.
    pub fn is_traditional_chinese(&self) -> bool {
        self.language == "zh" && self.language_fit(Language::TraditionalChinese).is_some()
    }

    /// How many kinds of qualifiers other than language and API level it has.
    pub fn other_qualifiers(&self) -> usize {
        [
            self.mcc_mnc != (0, 0),
            self.orientation != 0,
            self.touchscreen != 0,
            self.density != 0,
            self.keyboard != 0,
            self.navigation != 0,
            self.input_flags != 0,
            self.screen != (0, 0),
            self.layout != 0,
            self.ui_mode != 0,
            self.smallest_width != 0,
            self.size_dp != (0, 0),
            self.layout2 != 0,
            self.color_mode != 0,
        ]
        .into_iter()
        .filter(|&set| set)
        .count()
    }

    fn locale(&self) -> Option<String> {
        if self.language.is_empty() && self.region.is_empty() {
            return None;
        }
        if self.script.is_empty() && self.variant.is_empty() && self.region.len() != 3 {
            let region = if self.region.is_empty() { String::new() } else { format!("-r{}", self.region) };
            return Some(format!("{}{region}", self.language));
        }
        let parts = [&self.language, &self.script, &self.region, &self.variant];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
        Some(format!("b+{}", parts.join("+")))
    }
}

/// Two letters, or three packed into 15 bits with the top bit set.
fn code(bytes: [u8; 2], base: u8) -> String {
    let [high, low] = bytes;
    let letters: Vec<u8> = if high & 0x80 == 0 {
        vec![high, low]
    } else {
        let five = |value: u8| base.wrapping_add(value);
        vec![five(low & 0x1f), five(((low & 0xe0) >> 5) | ((high & 0x03).wrapping_shl(3))), five((high & 0x7c) >> 2)]
    };
    letters.into_iter().filter(u8::is_ascii_alphanumeric).map(char::from).collect()
}

/// The qualifiers as in a folder name, in the order of the platform's documentation; empty for the default.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out: Vec<String> = Vec::new();
        if self.mcc_mnc.0 != 0 {
            out.push(format!("mcc{:03}", self.mcc_mnc.0));
        }
        if self.mcc_mnc.1 != 0 {
            let mnc = if self.mcc_mnc.1 == 0xffff { 0 } else { self.mcc_mnc.1 };
            out.push(format!("mnc{mnc:02}"));
        }
        out.extend(self.locale());
        match self.layout & 0xc0 {
            0x40 => out.push("ldltr".to_owned()),
            0x80 => out.push("ldrtl".to_owned()),
            _ => {}
        }
        for (value, prefix, suffix) in
            [(self.smallest_width, "sw", "dp"), (self.size_dp.0, "w", "dp"), (self.size_dp.1, "h", "dp")]
        {
            if value != 0 {
                out.push(format!("{prefix}{value}{suffix}"));
            }
        }
        let mut word = |value: u8, words: &[(u8, &str)]| {
            out.extend(words.iter().find(|(v, _)| *v == value).map(|(_, word)| (*word).to_owned()));
        };
        word(self.layout & 0x0f, &[(1, "small"), (2, "normal"), (3, "large"), (4, "xlarge")]);
        word(self.layout & 0x30, &[(0x10, "notlong"), (0x20, "long")]);
        word(self.layout2 & 0x03, &[(1, "notround"), (2, "round")]);
        word(self.color_mode & 0x03, &[(1, "nowidecg"), (2, "widecg")]);
        word(self.color_mode & 0x0c, &[(4, "lowdr"), (8, "highdr")]);
        word(self.orientation, &[(1, "port"), (2, "land"), (3, "square")]);
        let modes = [(2, "desk"), (3, "car"), (4, "television"), (5, "appliance"), (6, "watch"), (7, "vrheadset")];
        word(self.ui_mode & 0x0f, &modes);
        word(self.ui_mode & 0x30, &[(0x10, "notnight"), (0x20, "night")]);
        match self.density {
            0 => {}
            0xfffe => out.push("anydpi".to_owned()),
            0xffff => out.push("nodpi".to_owned()),
            density => out.push(density_name(density)),
        }
        let mut word = |value: u8, words: &[(u8, &str)]| {
            out.extend(words.iter().find(|(v, _)| *v == value).map(|(_, word)| (*word).to_owned()));
        };
        word(self.touchscreen, &[(1, "notouch"), (2, "stylus"), (3, "finger")]);
        word(self.input_flags & 3, &[(1, "keysexposed"), (2, "keyshidden"), (3, "keyssoft")]);
        word(self.keyboard, &[(1, "nokeys"), (2, "qwerty"), (3, "12key")]);
        word(self.input_flags & 0x0c, &[(4, "navexposed"), (8, "navhidden")]);
        word(self.navigation, &[(1, "nonav"), (2, "dpad"), (3, "trackball"), (4, "wheel")]);
        if self.screen != (0, 0) {
            out.push(format!("{}x{}", self.screen.0, self.screen.1));
        }
        if self.sdk != 0 {
            out.push(format!("v{}", self.sdk));
        }
        f.write_str(&out.join("-"))
    }
}

fn density_name(density: u16) -> String {
    let names = [
        (120, "ldpi"),
        (160, "mdpi"),
        (213, "tvdpi"),
        (240, "hdpi"),
        (320, "xhdpi"),
        (480, "xxhdpi"),
        (640, "xxxhdpi"),
    ];
    names
        .iter()
        .find(|(value, _)| *value == density)
        .map_or_else(|| format!("{density}dpi"), |(_, name)| (*name).to_owned())
}
