//! Reads the pieces of an answer: server-sent events, or one JSON document from servers that do not
//! stream.

use serde::Deserialize;

use super::ChatError;

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    Piece(String),
    /// The last piece; the answer is whole.
    Last(String),
}

impl Said {
    pub fn text(&self) -> &str {
        match self {
            Self::Piece(text) | Self::Last(text) => text,
        }
    }
}

/// Bytes on their way to becoming an answer.
#[derive(Debug)]
pub(super) struct Events {
    is_stream: bool,
    /// Bytes of a line, or of a document, that is not complete.
    rest: Vec<u8>,
    /// The server said that this was all.
    has_ended: bool,
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    choices: Vec<Choice>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Choice {
    /// Of a stream.
    delta: Option<Content>,
    /// Of a whole answer.
    message: Option<Content>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    content: Option<String>,
}

impl Events {
    pub fn new(is_stream: bool) -> Self {
        Self { is_stream, rest: Vec::new(), has_ended: false }
    }

    /// Takes bytes; characters and lines may be cut anywhere.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Said, ChatError> {
        self.rest.extend_from_slice(bytes);
        let mut text = String::new();
        while self.is_stream
            && let Some(end) = self.rest.iter().position(|&byte| byte == b'\n')
        {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            if self.line(&line, &mut text)? {
                return Ok(Said::Last(text));
            }
        }
        Ok(Said::Piece(text))
    }

    /// The connection ended.
    pub fn end(&mut self) -> Result<Said, ChatError> {
        let rest = std::mem::take(&mut self.rest);
        let mut text = String::new();
        if self.is_stream {
            let done = self.line(&rest, &mut text)?;
            if done || self.has_ended {
                return Ok(Said::Last(text));
            }
            // Half an answer looks like a whole one; only the end tells.
            return Err(ChatError::Cut("the connection ended".into()));
        }
        self.document(&rest, &mut text)?;
        if self.has_ended { Ok(Said::Last(text)) } else { Err(ChatError::Unreadable) }
    }

    /// Reads one line; whether it was the last.
    fn line(&mut self, line: &[u8], text: &mut String) -> Result<bool, ChatError> {
        let line = std::str::from_utf8(line).map_err(|_| ChatError::Unreadable)?.trim();
        // Comments, names of events and empty lines say nothing.
        let Some(data) = line.strip_prefix("data:").map(str::trim) else { return Ok(false) };
        if data == "[DONE]" {
            return Ok(true);
        }
        self.document(data.as_bytes(), text)?;
        Ok(false)
    }

    fn document(&mut self, bytes: &[u8], text: &mut String) -> Result<(), ChatError> {
        let document: Document =
            serde_json::from_slice(bytes).map_err(|_| ChatError::Unreadable)?;
        if let Some(error) = document.error.filter(|error| !error.is_null()) {
            let told: String = error.to_string().chars().take(300).collect();
            tracing::warn!(told, "the drafting aid failed in the middle of an answer");
            return Err(ChatError::Cut("it reported an error".into()));
        }
        let Some(choice) = document.choices.into_iter().next() else { return Ok(()) };
        let content = choice.delta.or(choice.message).and_then(|it| it.content);
        text.push_str(&content.unwrap_or_default());
        match choice.finish_reason.as_deref() {
            None | Some("") => {}
            Some("stop" | "eos" | "end_turn") => self.has_ended = true,
            Some(reason) => return Err(ChatError::Cut(reason.chars().take(40).collect())),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(text: &str) -> String {
        format!(
            "data: {}\n\n",
            serde_json::json!({ "choices": [{ "delta": { "content": text } }] })
        )
    }

    /// The text of an answer that comes in pieces of `size` bytes.
    fn read(stream: &str, size: usize) -> Result<String, ChatError> {
        let mut events = Events::new(true);
        let mut text = String::new();
        for bytes in stream.as_bytes().chunks(size) {
            match events.take(bytes)? {
                Said::Piece(piece) => text.push_str(&piece),
                Said::Last(piece) => return Ok(text + &piece),
            }
        }
        match events.end()? {
            Said::Piece(piece) | Said::Last(piece) => Ok(text + &piece),
        }
    }

    #[test]
    fn a_stream_is_read_however_it_is_cut() {
        let stream = format!(
            ": hello\r\nevent: x\n{}{}data: [DONE]\n\n{}",
            event("词"),
            event("元。"),
            event("!")
        );
        for size in [1, 2, 3, 7, 1000] {
            assert_eq!(read(&stream, size).as_deref(), Ok("词元。"), "{size}");
        }
        let finished = format!(
            "{}data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}",
            event("好")
        );
        assert_eq!(read(&finished, 5).as_deref(), Ok("好"));
    }

    #[test]
    fn half_an_answer_is_none() {
        assert_eq!(read(&event("一半"), 9), Err(ChatError::Cut("the connection ended".into())));
        let cut =
            "data: {\"choices\":[{\"delta\":{\"content\":\"一\"},\"finish_reason\":\"length\"}]}\n";
        assert_eq!(read(cut, 9), Err(ChatError::Cut("length".into())));
        let failed = format!("{}data: {{\"error\":{{\"message\":\"overloaded\"}}}}\n", event("一"));
        assert_eq!(read(&failed, 9), Err(ChatError::Cut("it reported an error".into())));
        assert_eq!(read("data: <html>\n", 9), Err(ChatError::Unreadable));
        assert_eq!(read("data: \u{0}\n", 1), Err(ChatError::Unreadable));
    }

    #[test]
    fn a_server_that_does_not_stream_is_understood() {
        let mut events = Events::new(false);
        let whole = r#"{"choices":[{"message":{"content":"你好"},"finish_reason":"stop"}]}"#;
        assert_eq!(events.take(whole.as_bytes()), Ok(Said::Piece(String::new())));
        assert_eq!(events.end(), Ok(Said::Last("你好".into())));
        assert_eq!(Events::new(false).end(), Err(ChatError::Unreadable));
    }
}
