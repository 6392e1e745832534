//! Of `[server]`: https without a proxy; and who may see the figures.

use super::{ConfigError, Environment, TlsFiles, file::ServerTable, values::Checker};

/// Name of the environment variable that holds the token for `/metrics`.
pub const METRICS_TOKEN: &str = "YIQI_METRICS_TOKEN";

/// Shorter tokens can be guessed.
const SHORTEST: usize = 16;

impl Checker<'_> {
    /// The certificate and its key: both, or neither.
    pub(super) fn tls(&mut self, table: &ServerTable) -> Option<TlsFiles> {
        match (&table.tls_certificate, &table.tls_key) {
            (Some(certificate), Some(key)) => {
                let (certificate, key) = (self.text(certificate), self.text(key));
                Some(TlsFiles { certificate: self.resolve(&certificate), key: self.resolve(&key) })
            }
            (Some(alone), None) => {
                self.report(&alone.span(), "needs tls_key beside it: the file with its key");
                None
            }
            (None, Some(alone)) => {
                self.report(&alone.span(), "needs tls_certificate beside it");
                None
            }
            (None, None) => None,
        }
    }
}

/// The token that opens the figures.
///
/// # Errors
/// When it cannot be read, or is so short that it can be guessed.
pub(super) fn metrics_token(
    environment: &Environment,
) -> Result<Option<secrecy::SecretString>, ConfigError> {
    use secrecy::ExposeSecret as _;

    let token = environment.secret(METRICS_TOKEN)?;
    if token.as_ref().is_some_and(|token| token.expose_secret().len() < SHORTEST) {
        return Err(ConfigError::Environment {
            variable: METRICS_TOKEN.into(),
            problem: format!("is shorter than {SHORTEST} characters; make a long random one"),
        });
    }
    Ok(token)
}
