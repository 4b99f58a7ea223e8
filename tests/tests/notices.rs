//! The outbox goes out: to a server, a program and a mail folder, only where this machine allows it, again where it failed.

use baton_tests::Desk;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// A server on the loopback that keeps the requests it got and gives one answer.
struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<Answer>>,
}

#[derive(Clone)]
enum Answer {
    Status(&'static str),
    Redirect(String),
    Nothing,
}

impl Server {
    fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            requests: Arc::default(),
            answer: Arc::new(Mutex::new(answer)),
        };
        let (requests, answer) = (server.requests.clone(), server.answer.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                requests.lock().unwrap().push(request(&mut stream));
                let answer = answer.lock().unwrap().clone();
                let head = match answer {
                    Answer::Status(status) => format!("HTTP/1.1 {status}\r\n"),
                    Answer::Redirect(to) => format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\n"),
                    Answer::Nothing => {
                        // The client hangs up when it has waited long enough.
                        let _ = stream.read(&mut [0]);
                        continue;
                    }
                };
                let _ = write!(
                    stream,
                    "{head}Content-Length: 0\r\nConnection: close\r\n\r\n"
                );
            }
        });
        server
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// One request: head and as much of a body as it announces.
fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).unwrap_or(0);
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")
                        .map(str::to_owned)
                })
                .find_map(|length| length.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        if read == 0 {
            return text;
        }
    }
}

/// An agent that changes hands from team `a`, which has the contacts, to team `b`, which has none.
fn handed_over(contacts: &Value) -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    desk.apply(&json!([
        {"op": "put", "kind": "team", "id": "a", "record": {"name": "Aïda\r\nBcc: all@example.com", "contacts": contacts}},
        {"op": "put", "kind": "team", "id": "b", "record": {"name": "B"}},
        {"op": "put", "kind": "agent", "id": "x", "record": {"name": "X", "team": "a"}},
    ]));
    desk.apply(&json!([
        {"op": "put", "kind": "agent", "id": "x", "record": {"name": "X", "team": "b"}},
    ]));
    desk
}

/// Sends, past any proxy of this machine and its own settings.
fn send(desk: &Desk, words: &[&str], code: i32) -> Value {
    let output = desk
        .command()
        .env("NO_PROXY", "127.0.0.1")
        .env("XDG_CONFIG_HOME", desk.path("settings"))
        .args(["notices", "--send", "--format", "json"])
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(code), "{words:?}: {text}");
    serde_json::from_str(&text).unwrap()
}

fn lengths(report: &Value) -> [usize; 3] {
    ["sent", "failed", "held"].map(|name| report[name].as_array().unwrap().len())
}

/// The notice of team `a`.
fn notice(desk: &Desk) -> Value {
    let listed = desk.json(&["notices", "--all"]).expect(0).value();
    let notices = listed["notices"].as_array().unwrap();
    notices.iter().find(|row| row["to"] == "a").unwrap().clone()
}

#[test]
fn nothing_goes_where_this_machine_does_not_allow_it() {
    let server = Server::start(Answer::Status("200 OK"));
    let mail = tempfile::tempdir().unwrap();
    let proof = mail.path().join("proof");
    let touch = json!(["/usr/bin/touch", proof]).to_string();
    let desk = handed_over(&json!([
        {"channel": "webhook", "address": server.url("/token-3f7a")},
        {"channel": "command", "address": touch},
        {"channel": "email", "address": format!("file:{}", mail.path().display())},
        {"channel": "email", "address": "care@example.com"},
        {"channel": "phone", "address": "+49 1"},
    ]));
    let report = send(&desk, &[], 0);
    // Five of team a, and team b, which has no contacts.
    assert_eq!(lengths(&report), [0, 0, 6], "{report}");
    let reasons = report["held"].to_string();
    for word in [
        "--allow-host",
        "--allow-command",
        "--allow-folder",
        "--mail-folder",
    ] {
        assert!(reasons.contains(word), "{word}: {reasons}");
    }
    let listed = desk.run(&["notices"]).expect(0).stdout;
    for text in [&reasons, &listed, &notice(&desk).to_string()] {
        assert!(!text.contains("3f7a") && !text.contains("proof"), "{text}");
    }
    // Another server, another scheme, another program are not what is there.
    let near = format!("https://{}", server.address);
    let report = send(
        &desk,
        &[
            "--allow-host",
            &near,
            "--allow-command",
            "/usr/bin/touch",
            "--allow-folder",
            "/nowhere",
        ],
        0,
    );
    assert_eq!(lengths(&report)[0], 0, "{report}");
    assert!(server.requests().is_empty());
    assert_eq!(std::fs::read_dir(mail.path()).unwrap().count(), 0);
    let row = notice(&desk);
    assert_eq!(
        (&row["state"], row["attempts"].as_u64()),
        (&json!("pending"), Some(0))
    );
}

#[test]
fn a_notice_reaches_every_channel_once() {
    let server = Server::start(Answer::Status("204 No Content"));
    let folder = tempfile::tempdir().unwrap();
    let got = folder.path().join("got.json");
    let script = json!(["/bin/sh", "-c", format!("cat > '{}'", got.display())]).to_string();
    let desk = handed_over(&json!([
        {"channel": "webhook", "address": server.url("/hooks/a?key=1")},
        {"channel": "command", "address": script},
        {"channel": "email", "address": format!("file:{}", folder.path().join("mail").display())},
        {"channel": "email", "address": "care@example.com"},
    ]));
    let host = server.url("");
    let roots = folder.path().display().to_string();
    let out = folder.path().join("out").display().to_string();
    let allowed = desk.write(
        "allowed.json",
        json!({"hosts": [host], "commands": [script]}).to_string(),
    );
    let words = [
        "--allow-file",
        allowed.to_str().unwrap(),
        "--allow-folder",
        &roots,
        "--mail-folder",
        &out,
    ];
    let report = send(&desk, &words, 0);
    assert_eq!(lengths(&report), [4, 0, 1], "{report}");

    let requests = server.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /hooks/a?key=1 HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.to_ascii_lowercase()
            .contains("content-type: application/json"),
        "{head}"
    );
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["topic"], "owner_changed");
    assert_eq!(body["team"]["id"], "a");
    assert_eq!(body["about"], json!({"kind": "agent", "id": "x"}));
    assert!(head.to_ascii_lowercase().contains(&format!(
        "idempotency-key: {}",
        body["notice"].as_str().unwrap()
    )));
    let piped: Value = serde_json::from_slice(&std::fs::read(&got).unwrap()).unwrap();
    assert_eq!(piped["text"], body["text"]);

    for (below, to) in [("mail", "=:;"), ("out", "<care@example.com>")] {
        let files: Vec<_> = std::fs::read_dir(folder.path().join(below))
            .unwrap()
            .collect();
        assert_eq!(files.len(), 1, "{below}");
        let mail = std::fs::read_to_string(files[0].as_ref().unwrap().path()).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", "");
        let headers: Vec<&str> = head.split("\r\n").collect();
        assert!(
            !headers.iter().any(|line| line.starts_with("Bcc")),
            "{head}"
        );
        let addressee = headers
            .iter()
            .find(|line| line.starts_with("To: "))
            .unwrap();
        assert!(addressee.ends_with(to), "{addressee}");
        assert!(
            headers.contains(&"Subject: =?utf-8?Q?Owner=20changed=3A=20no=20longer=20yours?="),
            "{head}"
        );
        assert!(body.contains("- agent X\r\n"), "{body}");
    }
    assert_eq!(notice(&desk)["state"], "sent");
    assert_eq!(lengths(&send(&desk, &words, 0))[0], 0);
    assert_eq!(server.requests().len(), 1, "once");
    // The log says that it was sent, and taking back passes over it.
    let log = desk.run(&["log"]).expect(0).stdout;
    assert!(
        log.contains("Send notice") && !log.contains("key=1"),
        "{log}"
    );
    desk.run(&["undo"]).expect(0);
    assert_eq!(desk.show("agent", "x")["team"], "a");
    assert_eq!(notice(&desk)["state"], "sent");
}

#[test]
fn what_failed_is_tried_again_later() {
    let server = Server::start(Answer::Status("500 Oops"));
    let desk = handed_over(&json!([
        {"channel": "webhook", "address": server.url("/secret-path")},
    ]));
    let host = server.url("");
    let allowed = ["--allow-host", &host];
    let report = send(&desk, &allowed, 1);
    assert_eq!(lengths(&report), [0, 1, 1], "{report}");
    assert!(
        report["failed"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("500")
    );
    let row = notice(&desk);
    assert_eq!(
        (&row["state"], row["attempts"].as_u64()),
        (&json!("pending"), Some(1))
    );
    assert!(
        row["next_try"].as_str().is_some() && row["last_error"].as_str().unwrap().contains("500")
    );
    assert!(!row.to_string().contains("secret-path"), "{row}");

    let report = send(&desk, &allowed, 0);
    assert_eq!(lengths(&report), [0, 0, 2], "it waits: {report}");
    assert_eq!(server.requests().len(), 1);

    *server.answer.lock().unwrap() = Answer::Status("200 OK");
    let report = send(&desk, &[&allowed[..], &["--retry"]].concat(), 0);
    assert_eq!(lengths(&report), [1, 0, 1], "{report}");
    let row = notice(&desk);
    assert_eq!(
        (&row["state"], &row["last_error"]),
        (&json!("sent"), &json!(""))
    );
}

#[test]
fn slow_servers_redirects_and_programs_that_hang_are_failures() {
    let elsewhere = Server::start(Answer::Status("200 OK"));
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let slow = Server::start(Answer::Nothing);
    let redirects = Server::start(Answer::Redirect(elsewhere.url("/")));
    let hang = json!(["/bin/sh", "-c", "exec sleep 60"]).to_string();
    for (channel, address, allow, reason) in [
        (
            "webhook",
            slow.url("/"),
            ["--allow-host", &slow.url("")],
            "within 1 s",
        ),
        (
            "webhook",
            redirects.url("/"),
            ["--allow-host", &redirects.url("")],
            "redirects are not followed",
        ),
        (
            "webhook",
            format!("http://{nobody}/"),
            ["--allow-host", &format!("http://{nobody}")],
            "connection",
        ),
        (
            "command",
            hang.clone(),
            ["--allow-command", &hang],
            "within 1 s",
        ),
        (
            "command",
            "/nowhere/at/all".to_owned(),
            ["--allow-command", "/nowhere/at/all"],
            "not found",
        ),
    ] {
        let desk = handed_over(&json!([{"channel": channel, "address": address}]));
        let started = Instant::now();
        let report = send(&desk, &[&allow[..], &["--timeout", "1"]].concat(), 1);
        assert!(started.elapsed() < Duration::from_secs(20), "{address}");
        let told = report["failed"][0]["reason"].as_str().unwrap();
        assert!(told.contains(reason), "{address}: {told}");
        // An edit goes on all the same.
        desk.apply(&json!([{"op": "put", "kind": "agent", "id": "x", "record": {"name": "Y", "team": "b"}}]));
    }
    assert!(
        elsewhere.requests().is_empty(),
        "nobody else decides who is called"
    );
}

#[test]
fn a_settings_file_that_cannot_be_read_stops_everything() {
    let desk = handed_over(&json!([]));
    let bad = desk.write("bad.json", r#"{"hosts": [], "everything": true}"#);
    let words = ["notices", "--send", "--allow-file", bad.to_str().unwrap()];
    let (code, message, _) = desk.json(&words).expect(2).error();
    assert_eq!(code, "invalid_file");
    assert!(message.contains("everything"), "{message}");
    desk.json(&["notices", "--allow-host", "x"]).expect(2);
    desk.json(&["notices", "--send", "--allow-host", "ftp://x"])
        .expect(2);
}
