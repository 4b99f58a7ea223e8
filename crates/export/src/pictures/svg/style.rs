//! The style sheet of pictures: the colours of the window by meaning, light first.
//!
//! Classes instead of variables, since converters to pixels know no variables.

/// Light, and dark for readers who prefer it. The colour of `people` is used for nothing else.
pub(in crate::pictures) const SHEET: &str = r#"<style>
text{font-family:Inter,"Helvetica Neue",Helvetica,Arial,sans-serif;font-size:11px;fill:#1b1d22}
.heading{font-size:16px;font-weight:600}
.name{font-size:13px;font-weight:600}
.under,.area-title,.label-text{fill:#5c616b}
.tag{font-size:10.5px;font-weight:500;fill:#5c616b;text-anchor:middle}
.pill-text,.area-title{font-size:12px;font-weight:600}
.note-text{font-size:12px}
.note-strong{font-weight:600}
.note-soft{font-style:italic}
.note-code{font-family:"JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:11px}
.note-edge{fill:#e8dcae}
.label-text{font-family:"JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:10.5px;font-weight:500;text-anchor:middle}
.canvas,.label,.clear{fill:#f7f7f8}
.label{stroke:#d9dbe1}
.card,.behind{fill:#fff}
.behind{stroke:#d9dbe1}
.shadow{fill:#141828;fill-opacity:.045}
.border{fill:none;stroke:#d9dbe1}
.dashed{stroke-dasharray:4 4}
.chip{fill:#f2f3f5}
.ink{fill:none;stroke:#5c616b;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.line,.open{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.delegate{stroke-dasharray:.5 5}
.fallback{stroke-dasharray:6 6}
.candidate{stroke-dasharray:2 4}
.bracket{fill:none;stroke:#767b87;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.bracket-dot{fill:#767b87}
.edge{stroke:#767b87}
.edge-fill{fill:#767b87}
.faint{stroke:#a9adb8}
.faint-fill{fill:#a9adb8}
.people,.people-ink{stroke:#a21caf}
.people-fill,.people-text{fill:#a21caf}
.gate{fill:#fff;stroke:#b45309;stroke-width:1.75;stroke-linejoin:round}
.gate-dot{fill:#b45309}
.pill{stroke-width:1.25}
.entry{fill:#f2f3f5;stroke:#d9dbe1}
.good{fill:#e5f5ec;stroke:#1d7a48}
.bad{fill:#fbeceb;stroke:#b03a2e}
.good-ink{stroke:#1d7a48}
.bad-ink{stroke:#b03a2e}
.ring{fill:none;stroke-width:1.25;stroke-opacity:.45}
.area{fill:#626c8c;fill-opacity:.07;stroke:#626c8c;stroke-opacity:.25}
.note{fill:#fdf6dd;stroke:#e8dcae}
.unowned{fill:#b3b7c1}
.owner0{fill:#2f6fde}
.owner1{fill:#0f8a7e}
.owner2{fill:#c9701c}
.owner3{fill:#6a55d1}
.owner4{fill:#4d8a1f}
.owner5{fill:#0e86b4}
.owner6{fill:#8a6d3b}
.owner7{fill:#5b6bb0}
.owner8{fill:#3e7f5c}
.owner9{fill:#7a7f3a}
@media (prefers-color-scheme:dark){
text{fill:#ebecf0}
.under,.area-title,.label-text,.tag{fill:#a3a8b3}
.canvas,.label,.clear{fill:#131418}
.label,.border,.behind{stroke:#343740}
.card,.behind,.gate{fill:#212329}
.shadow{fill:#000;fill-opacity:.22}
.chip{fill:#131418}
.ink{stroke:#a3a8b3}
.edge{stroke:#7d828e}
.edge-fill{fill:#7d828e}
.bracket{stroke:#7d828e}
.bracket-dot{fill:#7d828e}
.faint{stroke:#535863}
.faint-fill{fill:#535863}
.people,.people-ink{stroke:#e58af2}
.people-fill,.people-text{fill:#e58af2}
.gate{stroke:#f0a34b}
.gate-dot{fill:#f0a34b}
.entry{fill:#212329;stroke:#343740}
.good{fill:#17301f;stroke:#5fcf93}
.bad{fill:#38211e;stroke:#f08a7d}
.good-ink{stroke:#5fcf93}
.bad-ink{stroke:#f08a7d}
.area{fill:#96a0c8;fill-opacity:.06;stroke:#96a0c8;stroke-opacity:.2}
.note{fill:#2e2a1b;stroke:#4a432a}
.note-edge{fill:#4a432a}
.unowned{fill:#5a5f6a}
.owner0{fill:#6ea0ff}
.owner1{fill:#3fc0b1}
.owner2{fill:#eb9a4d}
.owner3{fill:#a08df5}
.owner4{fill:#8cc75a}
.owner5{fill:#4fbce6}
.owner6{fill:#c4a46a}
.owner7{fill:#93a2e6}
.owner8{fill:#6fbf93}
.owner9{fill:#b5ba6a}
}
</style>
"#;
