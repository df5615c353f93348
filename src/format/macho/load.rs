//! Header and load commands.

use std::borrow::Cow;

use super::*;

/// Segments read. The largest kernels have about 30.
const SEGMENTS: usize = 256;
/// Sections after which no further segment is read; symbols can refer to 255.
const SECTIONS: usize = 1024;

/// Commands that carry offsets into `__LINKEDIT`, gathered first and read when segments are known.
#[derive(Default)]
struct Linkedit {
    symtab: Option<[u32; 4]>,
    indirect: Option<(u32, u32)>,
    dyld_info: Option<[u32; 10]>,
    chained: Option<(u32, u32)>,
    export_trie: Option<(u32, u32)>,
    function_starts: Option<(u32, u32)>,
}

/// See [`MachO::parse`].
pub(super) fn parse<'a>(file: &'a [u8], range: &SliceRange, limits: &Limits) -> FormatResult<Parsed<MachO<'a>>> {
    let end = range.offset.saturating_add(range.length).min(file.len());
    let bytes = file.get(range.offset..end).unwrap_or_default();
    let mut reader = Reader::new(bytes, "Mach-O");
    let wide = match reader.u32()? {
        MAGIC_32 => false,
        MAGIC_64 => true,
        _ => return Err(FormatError::BadMagic { what: "Mach-O" }),
    };
    let cpu = Cpu { kind: reader.u32()?, subtype: reader.u32()? };
    let kind = match reader.u32()? {
        1 => FileKind::Object,
        2 => FileKind::Executable,
        6 | 9 => FileKind::Library,
        8 => FileKind::Bundle,
        10 => FileKind::DebugSymbols,
        other => FileKind::Other(other),
    };
    let (count, size, flags) = (reader.u32()?, reader.u32()?, reader.u32()?);
    if wide {
        reader.skip(4)?;
    }
    let mut macho = MachO {
        bytes,
        slice_offset: range.offset,
        cpu,
        kind,
        flags,
        segments: Vec::new(),
        sections: Vec::new(),
        dylibs: Vec::new(),
        install_name: None,
        own_version: None,
        rpaths: Vec::new(),
        encryption: None,
        builds: Vec::new(),
        entry: None,
        uuid: None,
        source_version: None,
        linker_options: Vec::new(),
        symbols: Vec::new(),
        imports: Vec::new(),
        exports: Vec::new(),
        function_starts: Vec::new(),
        restricted: false,
        wide,
        base: 0,
        binds: Vec::new(),
        ordinals: Vec::new(),
        stubs: Vec::new(),
        stub_names: Vec::new(),
        signature: None,
    };
    let mut anomalies = Vec::new();
    let mut linkedit = Linkedit::default();
    let commands_end = reader.position().saturating_add(size as usize);
    for _ in 0..count {
        let start = reader.position();
        let (Ok(command), Ok(length)) = (reader.u32(), reader.u32()) else {
            anomalies.push(Anomaly::new("macho-commands-cut", start as u64, ""));
            break;
        };
        let end = start.saturating_add(length as usize);
        if length < 8 || end > bytes.len() {
            anomalies.push(Anomaly::new("macho-command-size", start as u64, length));
            break;
        }
        if end > commands_end {
            anomalies.push(Anomaly::new("macho-commands-outside", start as u64, format_args!("{command:#x}")));
        }
        let body = bytes.get(start..end).unwrap_or_default();
        if macho.command(command, body, &mut linkedit).is_err() {
            anomalies.push(Anomaly::new("macho-command-malformed", start as u64, format_args!("{command:#x}")));
        }
        reader = reader.at(end);
    }
    macho.base = macho
        .segments
        .iter()
        .find(|s| s.offset == 0 && s.file_size > 0)
        .or_else(|| macho.segments.iter().find(|s| s.name == "__TEXT"))
        .map_or(0, |s| s.address);
    macho.entry = macho.entry.map(|offset| offset.wrapping_add(macho.base));
    macho.restricted = macho.sections.iter().any(|s| s.segment == "__RESTRICT" && s.name == "__restrict");
    macho.linkedit(&linkedit, limits, &mut anomalies);
    Ok(Parsed { value: macho, anomalies })
}

/// A name in a field of 16 bytes.
fn name16<'a>(reader: &mut Reader<'a>) -> FormatResult<Cow<'a, str>> {
    let field = reader.take(16)?;
    let length = memchr::memchr(0, field).unwrap_or(16);
    Ok(String::from_utf8_lossy(field.get(..length).unwrap_or_default()))
}

/// A string at an offset inside a command.
fn command_text(body: &[u8], offset: u32) -> Cow<'_, str> {
    let rest = body.get(offset as usize..).unwrap_or_default();
    let length = memchr::memchr(0, rest).unwrap_or(rest.len());
    String::from_utf8_lossy(rest.get(..length).unwrap_or_default())
}

/// `X.Y` or `X.Y.Z` of a packed version.
fn version(packed: u32) -> String {
    let (major, minor, patch) = (packed >> 16, packed >> 8 & 0xff, packed & 0xff);
    if patch == 0 { format!("{major}.{minor}") } else { format!("{major}.{minor}.{patch}") }
}

fn platform(number: u32) -> &'static str {
    match number {
        1 => "macos",
        2 => "ios",
        3 => "tvos",
        4 => "watchos",
        5 => "bridgeos",
        6 => "maccatalyst",
        7 => "ios-simulator",
        8 => "tvos-simulator",
        9 => "watchos-simulator",
        10 => "driverkit",
        11 => "visionos",
        12 => "visionos-simulator",
        _ => "unknown",
    }
}

impl<'a> MachO<'a> {
    fn command(&mut self, command: u32, body: &'a [u8], linkedit: &mut Linkedit) -> FormatResult<()> {
        let mut reader = Reader::new(body, "load command").at(8);
        match command & 0x7fff_ffff {
            0x1 => self.segment(&mut reader, false)?,
            0x19 => self.segment(&mut reader, true)?,
            0x2 => linkedit.symtab = Some([reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?]),
            0xb => {
                reader.skip(48)?;
                linkedit.indirect = Some((reader.u32()?, reader.u32()?));
            }
            // LC_LOAD_DYLIB, LC_LOAD_WEAK_DYLIB, LC_REEXPORT_DYLIB, LC_LAZY_LOAD_DYLIB, LC_LOAD_UPWARD_DYLIB
            number @ (0xc | 0x18 | 0x1f | 0x20 | 0x23) => {
                let name = command_text(body, reader.u32()?);
                reader.skip(4)?;
                let version = version(reader.u32()?);
                self.dylibs.push(Dylib { name, version, weak: number == 0x18 });
            }
            0xd => {
                self.install_name = Some(command_text(body, reader.u32()?));
                reader.skip(4)?;
                self.own_version = Some(version(reader.u32()?));
            }
            0x1b => self.uuid = Some(reader.array()?),
            0x1c => self.rpaths.push(command_text(body, reader.u32()?)),
            0x1d => self.signature = Some((reader.u32()? as usize, reader.u32()? as usize)),
            0x21 | 0x2c => {
                self.encryption = Some(Encryption { offset: reader.u32()?, size: reader.u32()?, id: reader.u32()? });
            }
            0x22 => {
                let mut fields = [0u32; 10];
                for field in &mut fields {
                    *field = reader.u32()?;
                }
                linkedit.dyld_info = Some(fields);
            }
            number @ (0x24 | 0x25 | 0x2f | 0x30) => {
                let simulator = !self.cpu.is_device();
                let platform = match number {
                    0x24 => "macos",
                    0x25 if simulator => "ios-simulator",
                    0x25 => "ios",
                    0x2f => "tvos",
                    _ => "watchos",
                };
                let (minimum_os, sdk) = (version(reader.u32()?), version(reader.u32()?));
                self.builds.push(BuildVersion { platform, minimum_os, sdk });
            }
            0x32 => {
                let platform = platform(reader.u32()?);
                let (minimum_os, sdk) = (version(reader.u32()?), version(reader.u32()?));
                self.builds.push(BuildVersion { platform, minimum_os, sdk });
            }
            0x26 => linkedit.function_starts = Some((reader.u32()?, reader.u32()?)),
            0x28 => self.entry = Some(reader.u64()?),
            0x2a => {
                let packed = reader.u64()?;
                let part = |shift: u32, mask: u64| packed.wrapping_shr(shift) & mask;
                self.source_version = Some(format!(
                    "{}.{}.{}.{}.{}",
                    part(40, 0xff_ffff),
                    part(30, 0x3ff),
                    part(20, 0x3ff),
                    part(10, 0x3ff),
                    part(0, 0x3ff)
                ));
            }
            0x2d => {
                let count = reader.u32()?;
                let words = body.get(12..).unwrap_or_default().split(|b| *b == 0).filter(|w| !w.is_empty());
                let words: Vec<_> = words.take(count as usize).map(String::from_utf8_lossy).collect();
                self.linker_options.push(words.join(" "));
            }
            0x33 => linkedit.export_trie = Some((reader.u32()?, reader.u32()?)),
            0x34 => linkedit.chained = Some((reader.u32()?, reader.u32()?)),
            _ => {}
        }
        Ok(())
    }

    fn segment(&mut self, reader: &mut Reader<'a>, wide: bool) -> FormatResult<()> {
        if self.segments.len() >= SEGMENTS || self.sections.len() >= SECTIONS {
            return Err(FormatError::Limit { what: "Mach-O", limit: "segments" });
        }
        let word = |reader: &mut Reader<'a>| if wide { reader.u64() } else { reader.u32().map(u64::from) };
        let name = name16(reader)?;
        let (address, size) = (word(reader)?, word(reader)?);
        let (offset, file_size) = (word(reader)?, word(reader)?);
        reader.skip(4)?;
        let protection = reader.u32()?;
        let (count, flags) = (reader.u32()?, reader.u32()?);
        self.segments.push(Segment { name, address, size, offset, file_size, protection, flags, pointer_format: 0 });
        let count = reader.count(u64::from(count), if wide { 80 } else { 68 })?;
        for _ in 0..count {
            let (name, segment) = (name16(reader)?, name16(reader)?);
            let (address, size) = (word(reader)?, word(reader)?);
            let offset = reader.u32()?;
            reader.skip(12)?;
            let flags = reader.u32()?;
            let (indirect, stub_size) = (reader.u32()?, reader.u32()?);
            if wide {
                reader.skip(4)?;
            }
            self.sections.push(Section { segment, name, address, size, offset, flags, indirect, stub_size });
        }
        Ok(())
    }

    /// A part of the slice by 32-bit offset and size, cut at the end of the slice.
    fn part(&self, (offset, size): (u32, u32)) -> &'a [u8] {
        let start = (offset as usize).min(self.bytes.len());
        let end = start.saturating_add(size as usize).min(self.bytes.len());
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn linkedit(&mut self, linkedit: &Linkedit, limits: &Limits, anomalies: &mut Vec<Anomaly>) {
        if let Some([offset, count, strings, size]) = linkedit.symtab {
            let count = (count as usize).min(limits.table_items);
            self.symbols = symbols::table(self, offset as usize, count, self.part((strings, size)), anomalies);
        }
        if let Some(part) = linkedit.chained {
            if fixups::chained(self, self.part(part), limits).is_err() {
                anomalies.push(Anomaly::new("macho-fixups-malformed", u64::from(part.0), ""));
            }
        } else if let Some(info) = linkedit.dyld_info {
            let [_, _, bind, bind_size, weak, weak_size, lazy, lazy_size, ..] = info;
            let streams = [((bind, bind_size), 0), ((weak, weak_size), fixups::WEAK), ((lazy, lazy_size), 0)];
            for (part, library) in streams {
                if fixups::binds(self, self.part(part), library).is_err() {
                    anomalies.push(Anomaly::new("macho-binds-malformed", u64::from(part.0), ""));
                }
            }
            self.binds.sort_unstable();
            self.binds.dedup_by_key(|(address, _)| *address);
        }
        if self.imports.is_empty() {
            self.imports = symbols::undefined(self);
        }
        let trie = linkedit.export_trie.or(linkedit.dyld_info.map(|info| (info[8], info[9])));
        if let Some(part) = trie {
            self.exports = exports::trie(self.part(part), self.base, limits, anomalies);
        }
        if let Some(part) = linkedit.function_starts {
            self.function_starts = symbols::function_starts(self.part(part), self.base);
        }
        let indirect = linkedit.indirect.map(|(offset, count)| self.part((offset, count.saturating_mul(4))));
        symbols::stubs(self, indirect.unwrap_or_default(), limits);
    }
}
