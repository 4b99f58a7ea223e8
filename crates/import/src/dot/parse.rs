//! The statements of a DOT file: nodes, edges, clusters and their attributes. Ports and HTML-like labels are read as words.

use super::tokens::{Token, Tokens};
use crate::error::ImportError;
use crate::limits;
use crate::notes::Notes;
use crate::source::Source;
use std::collections::BTreeMap;

/// Deepest nesting of subgraphs.
const DEEPEST: usize = 64;

/// A node.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub id: String,
    pub attributes: BTreeMap<String, String>,
    pub cluster: Option<usize>,
    pub line: usize,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// The label on one line; the id where there is none.
    pub(super) fn label(&self) -> String {
        let label = self.attribute("label");
        let label = if label.is_empty() || label == "\\N" {
            &self.id
        } else {
            label
        };
        let label = label
            .replace("\\n", " ")
            .replace("\\l", " ")
            .replace("\\r", " ");
        crate::said::without_markup(&label)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// An edge.
#[derive(Debug)]
pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    pub attributes: BTreeMap<String, String>,
    pub line: usize,
}

impl Edge {
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// A subgraph that is drawn as a box.
#[derive(Debug)]
pub(super) struct Cluster {
    pub id: String,
    pub label: String,
    pub parent: Option<usize>,
    pub line: usize,
}

/// A graph.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub name: String,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub clusters: Vec<Cluster>,
}

/// Whether a text begins as a graph does.
pub(super) fn begins(text: &str) -> bool {
    let mut tokens = Tokens::new(text);
    let mut next = || tokens.next_token().ok().flatten();
    let mut word = next();
    if matches!(&word, Some(Token::Word(word)) if word.eq_ignore_ascii_case("strict")) {
        word = next();
    }
    let is_graph = matches!(&word, Some(Token::Word(word)) if word.eq_ignore_ascii_case("digraph") || word.eq_ignore_ascii_case("graph"));
    if !is_graph {
        return false;
    }
    match next() {
        Some(Token::Word(_)) => next() == Some(Token::Sign("{")),
        other => other == Some(Token::Sign("{")),
    }
}

/// What holds inside of a pair of braces.
#[derive(Default)]
struct Scope {
    node: BTreeMap<String, String>,
    edge: BTreeMap<String, String>,
    cluster: Option<usize>,
    /// Nodes named since it was opened, for edges to it.
    named: Vec<usize>,
}

struct Parser<'t, 's> {
    source: &'s Source<'s>,
    tokens: Tokens<'t>,
    ahead: Option<Token>,
    graph: Graph,
    by_id: BTreeMap<String, usize>,
    scopes: Vec<Scope>,
}

/// Reads a graph; what is no DOT is refused with its line.
pub(super) fn graph<'s>(
    source: &'s Source<'s>,
    text: &str,
    notes: &mut Notes,
) -> Result<Graph, ImportError> {
    let mut parser = Parser {
        source,
        tokens: Tokens::new(text),
        ahead: None,
        graph: Graph::default(),
        by_id: BTreeMap::new(),
        scopes: vec![Scope::default()],
    };
    parser.header()?;
    parser.statements()?;
    if parser.graph.nodes.is_empty() {
        return Err(parser.wrong("there is no node in this graph"));
    }
    if parser.next()?.is_some() {
        let line = parser.tokens.line();
        notes.warning(
            &format!("line {line}"),
            "what stands behind the first graph was left out",
        );
    }
    Ok(parser.graph)
}

impl Parser<'_, '_> {
    fn wrong(&mut self, message: &str) -> ImportError {
        let line = self.tokens.line();
        self.source.wrong(
            format!("line {line}"),
            message,
            "write the graph again with the tool it came from",
        )
    }

    fn next(&mut self) -> Result<Option<Token>, ImportError> {
        if let Some(token) = self.ahead.take() {
            return Ok(Some(token));
        }
        match self.tokens.next_token() {
            Ok(token) => Ok(token),
            Err(message) => Err(self.wrong(message)),
        }
    }

    fn take(&mut self, sign: &str) -> Result<bool, ImportError> {
        let token = self.next()?;
        if matches!(&token, Some(Token::Sign(found)) if *found == sign) {
            return Ok(true);
        }
        self.ahead = token;
        Ok(false)
    }

    fn header(&mut self) -> Result<(), ImportError> {
        loop {
            match self.next()? {
                Some(Token::Word(word))
                    if ["strict", "graph", "digraph"]
                        .iter()
                        .any(|known| word.eq_ignore_ascii_case(known)) => {}
                Some(Token::Word(word)) => self.graph.name = word,
                Some(Token::Sign("{")) => return Ok(()),
                _ => {
                    return Err(
                        self.wrong("no graph begins here: digraph, a name and { are needed")
                    );
                }
            }
        }
    }

    /// Statements up to the end of the graph, without recursion.
    fn statements(&mut self) -> Result<(), ImportError> {
        // Edges that wait for a subgraph to end: the nodes on their left.
        let mut waiting: Vec<Option<Vec<usize>>> = Vec::new();
        loop {
            for (count, most, what) in [
                (self.graph.nodes.len(), limits::AGENTS, "nodes"),
                (self.graph.edges.len(), limits::HANDOFFS, "edges"),
            ] {
                if count > most {
                    return Err(self.wrong(&format!("more than {most} {what}; that is the limit")));
                }
            }
            match self.next()? {
                None => return Err(self.wrong("the graph has no end: a } is missing")),
                Some(Token::Sign(";" | ",")) => {}
                Some(Token::Sign("}")) => {
                    let closed = self.scopes.pop().unwrap_or_default();
                    let Some(left) = waiting.pop() else {
                        return Ok(());
                    };
                    let named = closed.named;
                    if let Some(scope) = self.scopes.last_mut() {
                        scope.named.extend(&named);
                    }
                    if let Some(left) = left {
                        self.join(&left, &named, &BTreeMap::new());
                    }
                    self.chain(named, &mut waiting)?;
                }
                Some(Token::Sign("{")) => self.open("", &mut waiting, None)?,
                Some(Token::Word(word)) => self.statement(word, &mut waiting)?,
                Some(Token::Sign(_)) => return Err(self.wrong("this sign means nothing here")),
            }
        }
    }

    fn open(
        &mut self,
        name: &str,
        waiting: &mut Vec<Option<Vec<usize>>>,
        left: Option<Vec<usize>>,
    ) -> Result<(), ImportError> {
        if self.scopes.len() > DEEPEST {
            return Err(self.wrong("the subgraphs are nested too deep"));
        }
        let mut scope = self
            .scopes
            .last()
            .map_or_else(Scope::default, |outer| Scope {
                node: outer.node.clone(),
                edge: outer.edge.clone(),
                cluster: outer.cluster,
                named: Vec::new(),
            });
        if name.starts_with("cluster") {
            let line = self.tokens.line();
            self.graph.clusters.push(Cluster {
                id: name.to_owned(),
                label: name.to_owned(),
                parent: scope.cluster,
                line,
            });
            scope.cluster = Some(self.graph.clusters.len() - 1);
        }
        self.scopes.push(scope);
        waiting.push(left);
        Ok(())
    }

    fn statement(
        &mut self,
        word: String,
        waiting: &mut Vec<Option<Vec<usize>>>,
    ) -> Result<(), ImportError> {
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "subgraph" => {
                let name = match self.next()? {
                    Some(Token::Word(name)) => name,
                    other => {
                        self.ahead = other;
                        String::new()
                    }
                };
                if !self.take("{")? {
                    return Err(self.wrong("a subgraph needs a {"));
                }
                return self.open(&name, waiting, None);
            }
            "graph" | "node" | "edge" => {
                let attributes = self.attributes()?;
                let scope = self.scopes.last_mut();
                match (lower.as_str(), scope) {
                    ("node", Some(scope)) => scope.node.extend(attributes),
                    ("edge", Some(scope)) => scope.edge.extend(attributes),
                    (_, Some(scope)) => {
                        if let (Some(cluster), Some(label)) =
                            (scope.cluster, attributes.get("label"))
                        {
                            self.graph.clusters[cluster].label.clone_from(label);
                        }
                    }
                    (_, None) => {}
                }
                return Ok(());
            }
            _ => {}
        }
        if self.take("=")? {
            if let Some(Token::Word(value)) = self.next()?
                && lower == "label"
                && let Some(cluster) = self.scopes.last().and_then(|scope| scope.cluster)
            {
                self.graph.clusters[cluster].label = value;
            }
            return Ok(());
        }
        let node = self.node(word)?;
        self.chain(vec![node], waiting)
    }

    /// `a -> b -> {c d} [label="x"]` from the nodes on its left.
    fn chain(
        &mut self,
        mut left: Vec<usize>,
        waiting: &mut Vec<Option<Vec<usize>>>,
    ) -> Result<(), ImportError> {
        let mut pairs = Vec::new();
        while self.take("->")? || self.take("--")? {
            match self.next()? {
                Some(Token::Word(word)) if !word.eq_ignore_ascii_case("subgraph") => {
                    let node = self.node(word)?;
                    pairs.push((left, vec![node]));
                    left = vec![node];
                }
                Some(Token::Sign("{")) => {
                    self.join_all(&pairs, &BTreeMap::new());
                    return self.open("", waiting, Some(left));
                }
                Some(Token::Word(_)) => {
                    let name = match self.next()? {
                        Some(Token::Word(name)) => name,
                        other => {
                            self.ahead = other;
                            String::new()
                        }
                    };
                    if !self.take("{")? {
                        return Err(self.wrong("a subgraph needs a {"));
                    }
                    self.join_all(&pairs, &BTreeMap::new());
                    return self.open(&name, waiting, Some(left));
                }
                _ => return Err(self.wrong("an edge leads nowhere")),
            }
        }
        let attributes = self.attributes()?;
        if pairs.is_empty() {
            for node in left {
                self.graph.nodes[node].attributes.extend(attributes.clone());
            }
        } else {
            self.join_all(&pairs, &attributes);
        }
        Ok(())
    }

    fn join_all(
        &mut self,
        pairs: &[(Vec<usize>, Vec<usize>)],
        attributes: &BTreeMap<String, String>,
    ) {
        for (left, right) in pairs {
            self.join(left, right, attributes);
        }
    }

    fn join(&mut self, left: &[usize], right: &[usize], attributes: &BTreeMap<String, String>) {
        let line = self.tokens.line();
        let mut all = self
            .scopes
            .last()
            .map(|scope| scope.edge.clone())
            .unwrap_or_default();
        all.extend(attributes.clone());
        for from in left {
            for to in right {
                // One more than the limit is enough to be refused.
                if self.graph.edges.len() <= limits::HANDOFFS {
                    self.graph.edges.push(Edge {
                        from: *from,
                        to: *to,
                        attributes: all.clone(),
                        line,
                    });
                }
            }
        }
    }

    fn node(&mut self, id: String) -> Result<usize, ImportError> {
        // A port says where on its box an edge ends.
        while self.take(":")? {
            self.next()?;
        }
        let line = self.tokens.line();
        let index = if let Some(index) = self.by_id.get(&id) {
            *index
        } else {
            let scope = self.scopes.last();
            self.graph.nodes.push(Node {
                id: id.clone(),
                attributes: scope.map(|scope| scope.node.clone()).unwrap_or_default(),
                cluster: scope.and_then(|scope| scope.cluster),
                line,
            });
            let index = self.graph.nodes.len() - 1;
            self.by_id.insert(id, index);
            index
        };
        if let Some(scope) = self.scopes.last_mut() {
            scope.named.push(index);
        }
        Ok(index)
    }

    fn attributes(&mut self) -> Result<BTreeMap<String, String>, ImportError> {
        let mut attributes = BTreeMap::new();
        while self.take("[")? {
            loop {
                match self.next()? {
                    Some(Token::Sign("]")) => break,
                    Some(Token::Sign(";" | ",")) => {}
                    Some(Token::Word(name)) => {
                        let value = if self.take("=")? {
                            match self.next()? {
                                Some(Token::Word(value)) => value,
                                _ => return Err(self.wrong("an attribute has no value")),
                            }
                        } else {
                            "true".to_owned()
                        };
                        attributes.insert(name.to_ascii_lowercase(), value);
                    }
                    _ => return Err(self.wrong("attributes have no end: a ] is missing")),
                }
            }
        }
        Ok(attributes)
    }
}
