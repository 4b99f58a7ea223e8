//! Who may do what in a shared registry. The database keeps and enforces it (`migrations/0002_roles.sql`); here it is asked and told.

use crate::PostgresStore;
use crate::store::PATIENCE;
use baton_model::nearest;
use baton_store::StoreError;
use sqlx::{Connection, PgConnection};
use std::fmt;
use tokio::time::timeout;

/// The first format that knows roles.
const SINCE: u32 = 2;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Read everything.
    Reader,
    /// Also write the records of a team, or of all.
    Editor,
    /// Read everything, comment, and decide in reviews for a team, or for all.
    Reviewer,
    /// Write everything, and say who may do what.
    Admin,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [Role::Reader, Role::Editor, Role::Reviewer, Role::Admin];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Editor => "editor",
            Role::Reviewer => "reviewer",
            Role::Admin => "admin",
        }
    }

    /// Whether it can be for one team.
    pub fn is_for_teams(self) -> bool {
        matches!(self, Role::Editor | Role::Reviewer)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A role that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Grant {
    /// A login, or a group of logins.
    pub login: String,
    /// The word for the role.
    pub role: String,
    /// The team that it is for; none where it is for all.
    pub team: Option<String>,
    /// Whether the server still knows the login.
    pub is_known: bool,
}

/// Everybody who may do something in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Who is connected.
    pub login: String,
    /// Who owns the tables, and so may do everything.
    pub owner: String,
    /// Whether whoever is connected may grant and revoke.
    pub is_admin: bool,
    /// The roles, by login, role and team.
    pub grants: Vec<Grant>,
}

/// Why a role could not be granted or revoked. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// The server has no such login.
    #[error("the server knows no login {login}")]
    NoLogin {
        /// The login.
        login: String,
    },
    /// The registry has no such team.
    #[error("there is no team {team} in the registry")]
    NoTeam {
        /// The team.
        team: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// A team was named for a role that is for all.
    #[error("{role} is a role for the whole registry, not for a team")]
    NotForTeams {
        /// The role.
        role: Role,
    },
    /// The owner has all privileges without any role.
    #[error("{login} owns the tables and may do everything already")]
    Owner {
        /// The login.
        login: String,
    },
    /// There is nothing to revoke.
    #[error("{login} has no such role")]
    NotGranted {
        /// The login.
        login: String,
    },
    /// Whoever is connected may not say who may do what, or the server could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RoleError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NoLogin { login } => {
                format!("check the name, or make the login first: CREATE ROLE \"{login}\" LOGIN")
            }
            Self::NoTeam {
                nearest: Some(nearest),
                ..
            } => format!("did you mean {nearest}?"),
            Self::NoTeam { nearest: None, .. } => {
                "`baton list teams` shows the teams that there are".to_owned()
            }
            Self::NotForTeams { .. } => "leave out --team".to_owned(),
            Self::Owner { .. } => "grant roles to others".to_owned(),
            Self::NotGranted { .. } => "`baton registry roles` shows who has which".to_owned(),
            Self::Store(error) => error.hint().to_owned(),
        }
    }
}

type Asked<T> = Result<Result<T, RoleError>, sqlx::Error>;

impl PostgresStore {
    /// Who may do what.
    ///
    /// # Errors
    /// As of the store; a registry of an older format knows no roles yet and is [`StoreError::ReadOnly`].
    pub async fn roles(&self) -> Result<Roles, StoreError> {
        self.know_roles()?;
        let mut connection = self.connection().await?;
        let answer = timeout(PATIENCE, roles(&mut connection)).await;
        self.answered(connection, answer).await
    }

    /// Gives somebody a role, for one team or for all.
    ///
    /// # Errors
    /// Where the login or the team is not there, the role is for no team, or whoever is connected is no admin.
    pub async fn grant(
        &self,
        login: &str,
        role: Role,
        team: Option<&str>,
    ) -> Result<(), RoleError> {
        if team.is_some() && !role.is_for_teams() {
            return Err(RoleError::NotForTeams { role });
        }
        self.know_roles()?;
        let mut connection = self.connection().await?;
        let work = async {
            if let Err(refusal) = self.as_admin(&mut connection).await? {
                return Ok(Err(refusal));
            }
            grant(&mut connection, login, role, team).await
        };
        let answer = timeout(PATIENCE, work).await;
        self.answered(connection, answer).await?
    }

    /// Takes roles from somebody: of one kind and one team, or whichever there are. How many went.
    ///
    /// # Errors
    /// Where there is no such role, or whoever is connected is no admin.
    pub async fn revoke(
        &self,
        login: &str,
        role: Option<Role>,
        team: Option<&str>,
    ) -> Result<u32, RoleError> {
        self.know_roles()?;
        let mut connection = self.connection().await?;
        let work = async {
            if let Err(refusal) = self.as_admin(&mut connection).await? {
                return Ok(Err(refusal));
            }
            let gone: i64 = sqlx::query_scalar("SELECT revoke_role($1, $2, $3)")
                .bind(login)
                .bind(role.map(Role::name))
                .bind(team)
                .fetch_one(&mut *connection)
                .await?;
            Ok(Ok(u32::try_from(gone).unwrap_or(u32::MAX)))
        };
        let answer = timeout(PATIENCE, work).await;
        match self.answered(connection, answer).await?? {
            0 => Err(RoleError::NotGranted {
                login: login.to_owned(),
            }),
            gone => Ok(gone),
        }
    }

    fn know_roles(&self) -> Result<(), StoreError> {
        if self.format >= SINCE {
            return Ok(());
        }
        Err(StoreError::ReadOnly {
            reason: self.read_only.clone().unwrap_or_default(),
        })
    }

    async fn as_admin(&self, connection: &mut PgConnection) -> Asked<()> {
        let found = roles(connection).await?;
        if found.is_admin {
            return Ok(Ok(()));
        }
        let Roles { login, owner, .. } = found;
        Ok(Err(RoleError::Store(StoreError::Forbidden {
            message: format!("{login} is no admin of {}", self.address),
            remedy: format!("ask an admin of it, or {owner}, who owns its tables"),
        })))
    }
}

async fn roles(connection: &mut PgConnection) -> Result<Roles, sqlx::Error> {
    let (login, owner, is_admin) = sqlx::query_as(
        "SELECT session_user::text, pg_get_userbyid(t.relowner)::text, is_admin() FROM pg_class t WHERE t.oid = 'record'::regclass",
    )
    .fetch_one(&mut *connection)
    .await?;
    let grants = sqlx::query_as(
        "SELECT r.login, r.role, nullif(r.team, '') AS team, EXISTS (SELECT FROM pg_roles l WHERE l.rolname = r.login) AS is_known \
         FROM registry_role r ORDER BY r.login, r.role, r.team",
    )
    .fetch_all(connection)
    .await?;
    Ok(Roles {
        login,
        owner,
        is_admin,
        grants,
    })
}

async fn grant(
    connection: &mut PgConnection,
    login: &str,
    role: Role,
    team: Option<&str>,
) -> Asked<()> {
    let mut transaction = connection.begin().await?;
    let owns: Option<bool> = sqlx::query_scalar(
        "SELECT t.relowner = l.oid FROM pg_roles l, pg_class t WHERE l.rolname = $1 AND t.oid = 'record'::regclass",
    )
    .bind(login)
    .fetch_optional(&mut *transaction)
    .await?;
    let login_is = || login.to_owned();
    match owns {
        None => return Ok(Err(RoleError::NoLogin { login: login_is() })),
        Some(true) => return Ok(Err(RoleError::Owner { login: login_is() })),
        Some(false) => {}
    }
    if let Some(team) = team {
        let teams: Vec<String> =
            sqlx::query_scalar("SELECT id FROM record WHERE kind = 'team' ORDER BY id")
                .fetch_all(&mut *transaction)
                .await?;
        if !teams.iter().any(|there| there == team) {
            return Ok(Err(RoleError::NoTeam {
                team: team.to_owned(),
                nearest: nearest(teams.iter().map(String::as_str), team),
            }));
        }
    }
    sqlx::query("SELECT grant_role($1, $2, $3)")
        .bind(login)
        .bind(role.name())
        .bind(team.unwrap_or_default())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(Ok(()))
}
