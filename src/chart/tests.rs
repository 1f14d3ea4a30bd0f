//! What every chart must hold, walked over the registry.

use super::{CHARTS, Size, Theme, png, sample};

/// Writes the pictures to `/tmp/charts` for eyes: `cargo nextest run pictures --run-ignored all`.
#[test]
#[ignore = "writes pictures for a look"]
fn pictures() {
    let findings = sample::realistic();
    let variants = [
        (Theme::Light, Size::Wide, "wide"),
        (Theme::Dark, Size::Wide, "dark"),
        (Theme::Light, Size::BareWide, "bare"),
        (Theme::Light, Size::BareNarrow, "narrow"),
    ];
    std::fs::create_dir_all("/tmp/charts").expect("a folder");
    for chart in CHARTS {
        for (theme, size, variant) in variants {
            let svg = chart.draw(&findings, theme, size).expect("a picture");
            let stem = format!("/tmp/charts/{}-{variant}", chart.name());
            std::fs::write(format!("{stem}.png"), png::render(&svg).expect("a PNG"))
                .expect("written");
            std::fs::write(format!("{stem}.svg"), svg).expect("written");
        }
    }
}
