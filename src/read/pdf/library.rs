//! pdfium, where its library is found when keytrend runs. It works for one caller at a time, so a guard of its own makes
//! the others wait.

use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

use pdfium_render::prelude::{
    PdfDocumentMetadataTagType, Pdfium, PdfiumError, PdfiumInternalError,
};

use super::guard::guarded;
use super::{Extracted, broken, locked, no_pdfium};
use crate::read::refused::Refused;

/// The library, once for the whole run: beside the program, or where the system looks.
static LIBRARY: LazyLock<Option<Mutex<Pdfium>>> = LazyLock::new(|| {
    let beside = || {
        let program = std::env::current_exe().ok()?;
        let library: PathBuf = Pdfium::pdfium_platform_library_name_at_path(program.parent()?);
        library.exists().then(|| Pdfium::bind_to_library(library).ok()).flatten()
    };
    let bindings = beside().or_else(|| Pdfium::bind_to_system_library().ok())?;
    Some(Mutex::new(Pdfium::new(bindings)))
});

/// `pdfium`, if it is there. The library does not say its version.
pub fn version() -> Option<&'static str> {
    LIBRARY.is_some().then_some("pdfium")
}

/// The text of all pages in content order, separated by form feeds, and when the file says it was made.
///
/// # Errors
/// A file that pdfium cannot read, not in time, or only with a password.
pub fn text(bytes: &[u8]) -> Result<Extracted, Refused> {
    let bytes = bytes.to_vec();
    guarded("pdfium", move || {
        let library = LIBRARY.as_ref().ok_or_else(no_pdfium)?;
        let library = library.lock().unwrap_or_else(PoisonError::into_inner);
        let document = library.load_pdf_from_byte_slice(&bytes, None).map_err(failure)?;
        let mut text = String::new();
        for page in document.pages().iter() {
            let page_text = page.text().map_err(failure)?.all();
            // A hyphen at a line end, which pdfium marks as its own.
            text.push_str(&page_text.replace("\r\n", "\n").replace(['\u{2}', '\u{FFFE}'], "-\n"));
            text.push('\u{C}');
        }
        let made = document.metadata().get(PdfDocumentMetadataTagType::CreationDate);
        Ok(Extracted { text, made: made.map(|tag| tag.value().to_owned()) })
    })
}

fn failure(error: PdfiumError) -> Refused {
    match error {
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::PasswordError) => locked(),
        error => broken(format!("pdfium: {error:?}")),
    }
}
