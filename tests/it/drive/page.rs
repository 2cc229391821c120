//! What can be asked of a page and done to it, the same in every browser. A path names a frame from the top:
//! each step is the index, the name or the id of a frame in the document before, and the empty path is the
//! page itself.

use std::future::Future;

use serde_json::{Value, json};

/// What runs beside the page to answer these questions.
const SCRIPT: &str = include_str!("page.js");

/// The key that sends. `WebDriver` names keys by private characters of Unicode.
const ENTER: char = '\u{e007}';

/// The key that goes with others.
const CONTROL: char = '\u{e009}';

/// The key that deletes.
const DELETE: char = '\u{e017}';

/// The key that goes from field to field.
pub const TAB: char = '\u{e004}';

/// The body of a function that answers one question, whose name and arguments it is called with.
pub fn question() -> String {
    format!("{SCRIPT}\nreturn page[arguments[0]](...arguments[1]);")
}

/// An expression for the element of a frame that a path names.
pub fn frame_element(path: &[&str]) -> String {
    let path = json!(path);
    format!("(() => {{{SCRIPT}\nreturn frameElement({path});\n}})()")
}

/// A rectangle in CSS pixels, counted from the upper left of the topmost page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// How far an element is scrolled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scroll {
    /// How far from its start, which is negative where it starts at the end.
    pub top: f64,
    /// The height of what it holds.
    pub content: f64,
    /// The height of what is seen of it.
    pub visible: f64,
}

/// A page in a browser. What is asked of a frame that is not there yet has an empty answer; what is asked of
/// an element that is not there fails the test.
pub trait Page {
    /// Answers a question of `page.js`.
    fn ask(&self, question: &str, arguments: Value) -> impl Future<Output = Value>;

    /// Carries out a `WebDriver` sequence of input actions, and lets go of all keys and buttons.
    fn perform(&self, actions: Value) -> impl Future<Output = ()>;

    /// The paths of all documents that are open now, the page itself first.
    async fn frames(&self) -> Vec<Vec<String>> {
        serde_json::from_value(self.ask("frames", json!([])).await).expect("paths of strings")
    }

    /// What a reader sees of one document.
    async fn document_text(&self, path: &[&str]) -> String {
        text(&self.ask("text", json!([path])).await)
    }

    /// What a reader sees of all documents.
    async fn text_everywhere(&self) -> String {
        joined(&self.ask("texts", json!([])).await)
    }

    /// All that all documents hold: their addresses, their markup as it is now with all shadow roots, hidden
    /// parts, comments and templates, and what was typed into their fields.
    async fn html_everywhere(&self) -> String {
        joined(&self.ask("htmls", json!([])).await)
    }

    /// The `readyState` of a document, empty if it is not there.
    async fn ready_state(&self, path: &[&str]) -> String {
        text(&self.ask("ready", json!([path])).await)
    }

    /// How many elements of a document match a selector.
    async fn count(&self, path: &[&str], css: &str) -> usize {
        let count = self.ask("count", json!([path, css])).await;
        count
            .as_u64()
            .and_then(|count| count.try_into().ok())
            .unwrap_or(0)
    }

    /// An attribute of the first element that matches, if both are there.
    async fn attribute(&self, path: &[&str], css: &str, name: &str) -> Option<String> {
        let value = self.ask("attribute", json!([path, css, name])).await;
        value.as_str().map(str::to_owned)
    }

    /// What a field holds, if it is there.
    async fn value(&self, path: &[&str], css: &str) -> Option<String> {
        let value = self.ask("value", json!([path, css])).await;
        value.as_str().map(str::to_owned)
    }

    /// The id of the element that has the focus within a document, empty if none has.
    async fn active_element_id(&self, path: &[&str]) -> String {
        text(&self.ask("active", json!([path])).await)
    }

    /// How far an element is scrolled.
    async fn scroll(&self, path: &[&str], css: &str) -> Scroll {
        let answer = self.ask("scroll", json!([path, css])).await;
        Scroll {
            top: number(&answer[0]),
            content: number(&answer[1]),
            visible: number(&answer[2]),
        }
    }

    /// Scrolls an element, as its scroll bar does.
    async fn set_scroll(&self, path: &[&str], css: &str, top: f64) {
        self.ask("setScroll", json!([path, css, top])).await;
    }

    /// Where an element is.
    async fn rect(&self, path: &[&str], css: &str) -> Rect {
        let answer = self.ask("rect", json!([path, css])).await;
        Rect {
            left: number(&answer["left"]),
            top: number(&answer["top"]),
            width: number(&answer["width"]),
            height: number(&answer["height"]),
        }
    }

    /// A property of an element, as the browser has computed it.
    async fn computed_style(&self, path: &[&str], css: &str, property: &str) -> String {
        text(&self.ask("style", json!([path, css, property])).await)
    }

    /// Clicks the middle of an element with the mouse. An element that something else covers fails the test.
    async fn click(&self, path: &[&str], css: &str) {
        self.press_button(path, css, 1).await;
    }

    /// Clicks twice, as people do who think that everything needs it.
    async fn double_click(&self, path: &[&str], css: &str) {
        self.press_button(path, css, 2).await;
    }

    /// Moves the mouse to the middle of an element and presses its button some times.
    async fn press_button(&self, path: &[&str], css: &str, times: usize) {
        let at = self.ask("middle", json!([path, css])).await;
        let move_to = json!({"type": "pointerMove", "duration": 0, "x": at[0], "y": at[1]});
        let down = json!({"type": "pointerDown", "button": 0});
        let up = json!({"type": "pointerUp", "button": 0});
        let mut actions = vec![move_to];
        for _ in 0..times {
            actions.extend([down.clone(), up.clone()]);
        }
        let mouse = json!({"pointerType": "mouse"});
        self.perform(
            json!([{"type": "pointer", "id": "mouse", "parameters": mouse, "actions": actions}]),
        )
        .await;
    }

    /// Types on the keyboard, into whatever has the focus. Beside letters it takes the characters by which
    /// `WebDriver` names keys, such as [`TAB`].
    async fn type_text(&self, typed: &str) {
        let actions: Vec<Value> = typed
            .chars()
            .flat_map(|key| {
                let key = key.to_string();
                ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key}))
            })
            .collect();
        self.perform(json!([{"type": "key", "id": "keyboard", "actions": actions}]))
            .await;
    }

    /// Empties the field that has the focus.
    async fn clear_field(&self) {
        let key = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
        let (down, up) = ("keyDown", "keyUp");
        let all = [
            key(down, CONTROL),
            key(down, 'a'),
            key(up, 'a'),
            key(up, CONTROL),
        ];
        let delete = [key(down, DELETE), key(up, DELETE)];
        let actions: Vec<Value> = all.into_iter().chain(delete).collect();
        self.perform(json!([{"type": "key", "id": "keyboard", "actions": actions}]))
            .await;
    }

    /// Presses Enter.
    async fn press_enter(&self) {
        self.type_text(&ENTER.to_string()).await;
    }
}

/// An answer that is a text, or none.
fn text(answer: &Value) -> String {
    answer.as_str().unwrap_or_default().to_owned()
}

/// An answer that is a list of texts.
fn joined(answer: &Value) -> String {
    let parts = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
    parts.join("\n")
}

/// An answer that is a number.
fn number(answer: &Value) -> f64 {
    answer
        .as_f64()
        .unwrap_or_else(|| panic!("a number, not {answer}"))
}
