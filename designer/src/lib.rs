//! Keyholder's Designer: where an engineer defines who may do what.
//!
//! [`app`] is the program: its frame, and what becomes of what [`page`]s, [`dialog`]s and [`command`]s ask
//! for. [`document`] is the open project, [`ui`] the design system, [`i18n`] the words, [`service`] the
//! machine beside the window.

pub mod app;
pub mod command;
pub mod compare;
pub mod csv;
pub mod dialog;
pub mod document;
pub mod facts;
pub mod fields;
pub mod i18n;
pub mod machine;
pub mod offscreen;
pub mod page;
pub mod protection;
pub mod report;
mod screen;
pub mod service;
pub mod shortcut;
pub mod start;
pub mod ui;
pub mod words;
