//! What protects a library against exploitation, as far as headers and symbols show it.

use super::{
    Elf, Role, SEGMENT_INTERPRETER, SEGMENT_LOAD, SEGMENT_RELRO, SEGMENT_STACK, Symbol, TYPE_DYNAMIC, TYPE_EXECUTABLE,
};

/// How far relocated data is read-only at run time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relro {
    /// No `PT_GNU_RELRO`.
    None,
    /// `PT_GNU_RELRO`, but functions are bound when first called.
    Partial,
    /// Everything is bound at the start (`DT_BIND_NOW`, `DF_BIND_NOW` or `DF_1_NOW`).
    Full,
}

impl Relro {
    /// `none`, `partial`, `full`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }
}

/// Functions that have a checked form in Android's and glibc's C library.
const FORTIFIABLE: [&str; 38] = [
    "fgets",
    "fread",
    "fwrite",
    "getcwd",
    "gets",
    "memchr",
    "memcpy",
    "memmove",
    "memset",
    "poll",
    "ppoll",
    "pread",
    "pwrite",
    "read",
    "readlink",
    "readlinkat",
    "realpath",
    "recv",
    "recvfrom",
    "send",
    "sendto",
    "snprintf",
    "sprintf",
    "stpcpy",
    "stpncpy",
    "strcat",
    "strchr",
    "strcpy",
    "strlcat",
    "strlcpy",
    "strlen",
    "strncat",
    "strncpy",
    "strrchr",
    "umask",
    "vsnprintf",
    "vsprintf",
    "write",
];

/// Functions that write to a buffer as far as the text goes that they are given.
const UNBOUNDED: [&str; 5] = ["gets", "sprintf", "strcat", "strcpy", "vsprintf"];

/// Functions whose use goes with arrays on the stack: where a compiler that was asked to guards the frame.
const BUFFER_FUNCTIONS: [&str; 24] = [
    "fgets",
    "fread",
    "fscanf",
    "gethostname",
    "getcwd",
    "gets",
    "memcpy",
    "memmove",
    "read",
    "readlink",
    "recv",
    "recvfrom",
    "scanf",
    "snprintf",
    "sprintf",
    "sscanf",
    "strcat",
    "strcpy",
    "strncat",
    "strncpy",
    "strtok",
    "vsnprintf",
    "vsprintf",
    "__vsnprintf_chk",
];

/// Below this much code, the absence of a guard says nothing.
const LEAST_CODE: u64 = 16 << 10;

impl Elf<'_> {
    /// Whether it can be loaded anywhere. A shared object always can.
    pub fn is_position_independent(&self) -> bool {
        self.kind != TYPE_EXECUTABLE
    }

    /// Whether its program header asks for an executable stack; none when it says nothing.
    pub fn executable_stack(&self) -> Option<bool> {
        self.segments.iter().find(|s| s.kind == SEGMENT_STACK).map(|s| s.executable)
    }

    /// How far relocated data is read-only.
    pub fn relro(&self) -> Relro {
        const DF_BIND_NOW: u64 = 8;
        const DF_1_NOW: u64 = 1;
        if !self.segments.iter().any(|s| s.kind == SEGMENT_RELRO) {
            return Relro::None;
        }
        let now = self
            .dynamic
            .as_ref()
            .is_some_and(|d| d.bind_now || d.flags & DF_BIND_NOW != 0 || d.flags_1 & DF_1_NOW != 0);
        if now { Relro::Full } else { Relro::Partial }
    }

    /// Whether frames with arrays are guarded: something calls the function that ends the program when one is overrun.
    pub fn has_canary(&self) -> bool {
        self.symbols
            .iter()
            .any(|s| matches!(&*s.name, "__stack_chk_fail" | "__stack_chk_guard" | "__stack_smash_handler"))
    }

    /// Whether there is code that guards could be missing in: compiled C or C++ of some size that handles buffers, or of
    /// any size that writes to them without a bound.
    pub fn needs_canary(&self) -> bool {
        let judged = matches!(self.role, Role::Library | Role::Executable);
        let uses = |functions: &[&str]| self.imports().any(|s| functions.contains(&&*s.name));
        judged && (uses(&UNBOUNDED) || self.code_size() >= LEAST_CODE && uses(&BUFFER_FUNCTIONS))
    }

    /// Whether checked forms of C functions are imported.
    pub fn is_fortified(&self) -> bool {
        self.imports().any(|s| s.name.starts_with("__") && s.name.ends_with("_chk"))
    }

    /// Whether functions are imported that have a checked form.
    pub fn is_fortifiable(&self) -> bool {
        self.imports().any(|s| FORTIFIABLE.contains(&&*s.name))
    }

    /// Whether code pages must be written to when it is loaded.
    pub fn has_text_relocations(&self) -> bool {
        const DF_TEXTREL: u64 = 4;
        self.dynamic.as_ref().is_some_and(|d| d.textrel || d.flags & DF_TEXTREL != 0)
    }

    /// Whether a loaded segment is both writable and executable.
    pub fn has_writable_code(&self) -> bool {
        self.segments.iter().any(|s| s.kind == SEGMENT_LOAD && s.writable && s.executable && s.memory_size > 0)
    }

    /// Folders that the loader is told to search: `DT_RUNPATH`, else `DT_RPATH`.
    pub fn search_path(&self) -> Option<&str> {
        let dynamic = self.dynamic.as_ref()?;
        dynamic.runpath.as_deref().or(dynamic.rpath.as_deref()).filter(|path| !path.is_empty())
    }

    /// Whether its segments can be mapped where pages are 16 KiB. Only 64-bit code runs there.
    pub fn fits_16k_pages(&self) -> bool {
        !self.wide
            || self
                .segments
                .iter()
                .filter(|s| s.kind == SEGMENT_LOAD)
                .all(|s| s.alignment >= 0x4000 && s.alignment.is_power_of_two())
    }

    /// Whether branch targets are marked (ARM BTI).
    pub fn has_bti(&self) -> bool {
        self.features & 1 != 0
    }

    /// Whether return addresses are signed (ARM PAC).
    pub fn has_pac(&self) -> bool {
        self.features & 2 != 0
    }

    /// Whether the full symbol table is gone. Unknown, taken for true, without section headers.
    pub fn is_stripped(&self) -> bool {
        const SYMTAB: u32 = 2;
        !self.sections.iter().any(|s| s.kind == SYMTAB && s.size > 0)
    }

    /// Whether debug information is inside.
    pub fn has_debug_sections(&self) -> bool {
        self.sections.iter().any(|s| (s.name.starts_with(".debug_") || s.name.starts_with(".zdebug_")) && s.size > 0)
    }

    /// Whether the file ends before a segment that is loaded from it; the loader refuses such a file.
    pub fn is_cut(&self) -> bool {
        let end = self.bytes().len() as u64;
        let loaded = |s: &&super::Segment| s.kind == SEGMENT_LOAD && s.file_size > 0;
        self.segments.iter().filter(loaded).any(|s| s.offset.saturating_add(s.file_size) > end)
    }

    /// Bytes of executable segments.
    pub fn code_size(&self) -> u64 {
        self.segments
            .iter()
            .filter(|s| s.kind == SEGMENT_LOAD && s.executable)
            .fold(0u64, |sum, s| sum.saturating_add(s.file_size))
    }

    /// Exported functions that Java calls by name, and the one called when the library is loaded.
    pub fn jni_exports(&self) -> impl Iterator<Item = &Symbol<'_>> {
        self.exports().filter(|s| s.name.starts_with("Java_") || s.name == "JNI_OnLoad")
    }

    /// Tells what it is by its symbols, sections and data.
    pub(super) fn classify(&self) -> Role {
        let named = |test: &dyn Fn(&str) -> bool| self.symbols.iter().any(|s| test(&s.name));
        let has_section = |name: &str| self.section(name).is_some();
        if named(&|n| n.starts_with("_kDart") && n.contains("Snapshot")) {
            Role::DartSnapshot
        } else if has_section(".note.go.buildid") || has_section(".gopclntab") || named(&|n| n.starts_with("_cgo_")) {
            Role::Go
        } else if named(&|n| n == "rust_eh_personality" || n == "rust_begin_unwind") || self.mentions(b"/rustc/") {
            Role::Rust
        } else if self.code_size() == 0
            || named(&|n| n.starts_with("mono_aot_") || n.starts_with("Kotlin_") || n.starts_with("kfun:"))
        {
            Role::Managed
        } else if self.kind != TYPE_DYNAMIC || self.is_program() {
            Role::Executable
        } else {
            Role::Library
        }
    }

    /// Whether a shared object is a program: it names a loader. Some linkers let libraries name one too, but those have a
    /// name of their own or something that Java calls.
    fn is_program(&self) -> bool {
        let interpreted = self.segments.iter().any(|s| s.kind == SEGMENT_INTERPRETER);
        let named = self.dynamic.as_ref().is_some_and(|d| d.soname.is_some());
        interpreted && !named && self.jni_exports().next().is_none()
    }

    /// Whether read-only data holds these bytes.
    fn mentions(&self, needle: &[u8]) -> bool {
        self.text_areas().iter().any(|(_, area)| memchr::memmem::find(area, needle).is_some())
    }
}
