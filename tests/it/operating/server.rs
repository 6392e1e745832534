//! The binary over a small blog, with a configuration, an environment and a log of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, DigitallySignedStruct, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::ring,
        pki_types::{CertificateDer, ServerName, UnixTime},
    },
};
use yiqi::{
    ids::RepoPath,
    repository::{ScriptedCommit, write_commits},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// Dies with this value.
pub struct Server {
    folder: TempDir,
    address: String,
    environment: Vec<(String, String)>,
    child: Option<Child>,
}

impl Server {
    /// A blog of one post, and a configuration that follows it.
    pub fn prepare() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let text = b"# Kites\n\nA kite needs wind.\n".to_vec();
        let commit = ScriptedCommit {
            files: vec![(RepoPath::new("posts/kites.md"), Some(text))],
            message: "Write a post".into(),
            author_name: "Ada Example".into(),
            author_email: "ada@blog.example".into(),
            time: 1_700_000_000,
        };
        let server = Self { folder, address: String::new(), environment: Vec::new(), child: None };
        write_commits(&server.source(), "main", &[commit]).expect("a repository");
        server.configure(&format!(
            "[paths]\ndata = \".\"\n[[projects]]\nid = \"blog\"\nsource = \"{}\"\nbranch = \"main\"\n\
             convention = \"plain\"\nsource_template = \"posts/{{slug}}.md\"\n\
             target_template = \"zh/{{slug}}.md\"\n",
            server.source().display()
        ));
        server
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn source(&self) -> PathBuf {
        self.folder().join("source.git")
    }

    fn file(&self) -> PathBuf {
        self.folder().join("config.toml")
    }

    pub fn configuration(&self) -> String {
        fs::read_to_string(self.file()).expect("a configuration")
    }

    pub fn configure(&self, text: &str) {
        fs::write(self.file(), text).expect("it can be written");
    }

    /// A variable from the next start on.
    pub fn environment(&mut self, name: &str, value: &str) {
        self.environment.push((name.into(), value.into()));
    }

    /// Starts it and waits until it listens.
    pub async fn start(&mut self) {
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        self.address = free.local_addr().expect("an address").to_string();
        drop(free);
        let log = fs::File::options().create(true).append(true).open(self.log_file());
        let child = Command::new(env!("CARGO_BIN_EXE_yiqi"))
            .args(["serve", "--listen", &self.address, "--config"])
            .arg(self.file())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.expect("a log"))
            .spawn();
        self.child = Some(child.expect("the binary starts"));
        let listens = async {
            while TcpStream::connect(&self.address).await.is_err() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        let listens = timeout(PATIENCE, listens).await;
        listens.unwrap_or_else(|_| panic!("it does not listen:\n{}", self.log()));
    }

    /// SIGTERM, and its end.
    pub async fn stop(&mut self) {
        self.signal("-TERM");
        let mut child = self.child.take().expect("it runs");
        let ended = tokio::task::spawn_blocking(move || child.wait());
        timeout(PATIENCE, ended).await.expect("it ends").expect("no panic").expect("its status");
    }

    /// Runs another command to its end, which must be good.
    pub fn run(&self, arguments: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
        let done = command.args(arguments).arg("--config").arg(self.file()).output();
        let done = done.expect("the binary runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// SIGHUP.
    pub fn hang_up(&self) {
        self.signal("-HUP");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.as_ref().expect("it runs").id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
    }

    fn log_file(&self) -> PathBuf {
        self.folder().join("log")
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Status and body of an answer.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).await.expect("it listens");
        stream.write_all(self.request(path, headers).as_bytes()).await.expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), body.to_owned())
    }

    fn request(&self, path: &str, headers: &[(&str, &str)]) -> String {
        let host = headers.iter().all(|(name, _)| *name != "Host");
        let host = if host { format!("Host: {}\r\n", self.address) } else { String::new() };
        let others: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        // HTTP/1.0: an answer in one piece, and then the end.
        format!("GET {path} HTTP/1.0\r\n{host}{others}\r\n")
    }

    /// Asks until an answer is as wanted; its body.
    pub async fn until(&self, path: &str, wanted: impl Fn(u16, &str) -> bool) -> String {
        let asked = async {
            loop {
                let (status, body) = self.get(path, &[]).await;
                if wanted(status, &body) {
                    return body;
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        let answered = timeout(PATIENCE, asked).await;
        answered.unwrap_or_else(|_| panic!("{path} never is as wanted:\n{}", self.log()))
    }

    /// Waits until the log has these words.
    pub async fn until_logged(&self, words: &str) {
        self.wait(words, || self.log().contains(words)).await;
    }

    /// Waits until there is something in a folder.
    pub async fn until_there(&self, folder: &Path) {
        let something = || fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some());
        self.wait(&folder.display().to_string(), something).await;
    }

    async fn wait(&self, what: &str, is_there: impl Fn() -> bool) {
        let waiting = async {
            while !is_there() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        let came = timeout(PATIENCE, waiting).await;
        came.unwrap_or_else(|_| panic!("{what:?} never comes:\n{}", self.log()));
    }

    /// Makes a certificate for a name, with its key.
    pub fn certify(&self, name: &str) {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
            .args(["-nodes", "-days", "2", "-keyout", "key.pem", "-out", "cert.pem", "-subj"])
            .arg(format!("/CN={name}"))
            .current_dir(self.folder())
            .output()
            .expect("openssl runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// The name in the certificate, and the whole answer over https.
    pub async fn get_by_tls(&self, path: &str) -> (String, String) {
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody))
            .with_no_client_auth();
        let stream = TcpStream::connect(&self.address).await.expect("it listens");
        let name = ServerName::try_from("yiqi.example").expect("a name");
        let mut stream =
            TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("a handshake");
        stream.write_all(self.request(path, &[]).as_bytes()).await.expect("it reads");
        let mut answer = Vec::new();
        // An end without a farewell is an end.
        let _ = stream.read_to_end(&mut answer).await;
        let shown = stream.get_ref().1.peer_certificates().expect("a certificate")[0].to_vec();
        (common_name(&shown), String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The name that ends in `.example` in a certificate, which is short enough to be looked through.
fn common_name(certificate: &[u8]) -> String {
    let text = String::from_utf8_lossy(certificate);
    let end = text.find(".example").expect("a name") + ".example".len();
    let begin = text[..end]
        .rfind(|c: char| !c.is_ascii_lowercase() && c != '.')
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    text[begin..end].to_owned()
}

/// Believes every certificate: the test looks at it itself.
#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, tokio_rustls::rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, tokio_rustls::rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, tokio_rustls::rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
