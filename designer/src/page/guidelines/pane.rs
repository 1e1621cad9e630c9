//! The pane beside the guidelines: what deviates from the chosen preset, and why that matters.

use iced::Element;
use iced::widget::{Column, button, column};
use keyholder_shared::guideline::{Kind, deviations};

use super::Message;
use crate::app::Context;
use crate::ui::{Icon, Kind as Look, Tone, size, text};
use crate::words::guidelines as words;

pub(super) fn view<'a>(context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let policies = &document.definitions().policies;
    let preset = policies.preset;
    let found = deviations(policies, preset);
    let mut all = column![ui.property_head(tr.get(words::preset(preset)), tr.get(words::preset_note(preset)))];
    let mut behaviour = Column::new().spacing(size::TINY);
    if preset.refuses_common_passwords() {
        behaviour = behaviour.push(ui.text(tr.get("guidelines-refuses-common")));
    } else {
        behaviour = behaviour.push(ui.text(tr.get("guidelines-warns-common")));
    }
    if preset.hides_locks() {
        behaviour = behaviour.push(ui.text(tr.get("guidelines-hides-locks")));
    }
    all = all.push(behaviour);
    all = all.push(ui.section(tr.get("guidelines-deviations")));
    if found.is_empty() {
        return ui.properties(all.push(ui.message(Tone::Good, tr.get("guidelines-no-deviation"))));
    }
    for deviation in &found {
        let tone = if deviation.kind == Kind::Weaker { Tone::Amber } else { Tone::Neutral };
        let word = if deviation.kind == Kind::Weaker { "guidelines-weaker" } else { "guidelines-other" };
        let go = Message::Go(deviation.field);
        let label = ui.line(tr.get(words::label(deviation.field))).lines(2).font(text::STRONG).color(ui.colors.accent);
        let label = button(label).padding(0).on_press(go.clone());
        let label = ui.pressable(label.style(move |_, status| ui.button_style(Look::Quiet, status)), Some(go));
        let name = |id| document.user(id).map(|user| user.name.clone());
        let (is, should) = words::sides(deviation, policies, &name, tr);
        let values = ui.text(format!("{is} → {should}"));
        let why = ui.note(tr.get(words::why(deviation.field)));
        all = all.push(column![label, values, why, ui.badge(tr.get(word), tone)].spacing(size::TINY));
    }
    let take = ui.button(tr.get("guidelines-take-values")).icon(Icon::WandSparkles).primary();
    ui.properties(all.push(take.on_press(Message::TakeValues)))
}
