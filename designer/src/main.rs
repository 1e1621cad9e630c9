//! Keyholder's Designer: where an engineer defines who may do what.

use iced::widget::text;

fn main() -> iced::Result {
    iced::run(update, view)
}

fn update(_: &mut (), (): ()) {}

fn view(_: &()) -> iced::Element<'_, ()> {
    text("Keyholder").into()
}
