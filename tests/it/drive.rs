//! Real browsers, driven without any helper of theirs but what they bring along.

pub mod base64; //     how browsers send an image
pub mod chromedriver; // Chromium's remote control
pub mod chromium; //   Chromium
pub mod display; //    a screen in memory
pub mod firefox; //    Firefox as Tor Browser has it
pub mod marionette; // Firefox's remote control
pub mod page; //       what can be asked of a page and done to it
pub mod processes; //  what the processes of a browser cost, and their end
