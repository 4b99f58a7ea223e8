//! The statements of a flowchart: nodes, links, subgraphs.

use super::cursor::{Cursor, body};
use super::link::{self, Link};
use super::node::{self, Named, Shape};
use crate::error::ImportError;
use crate::limits;
use crate::notes::Notes;
use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet};

/// Most statements that may be unreadable before the file is refused.
const MOST_UNREAD: usize = 200;
/// Deepest nesting of subgraphs.
const DEEPEST: usize = 64;

/// A node of the chart.
#[derive(Debug)]
pub(super) struct Node {
    pub id: String,
    pub label: Option<String>,
    pub shape: Shape,
    pub class: String,
    pub group: Option<usize>,
    pub line: usize,
}

/// An edge of the chart.
#[derive(Debug)]
pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    pub label: Option<String>,
    pub dotted: bool,
    pub head: bool,
    pub back: bool,
    pub line: usize,
}

/// A subgraph.
#[derive(Debug)]
pub(super) struct Subgraph {
    pub id: String,
    pub title: String,
    pub parent: Option<usize>,
    pub line: usize,
}

/// A flowchart as it is written.
#[derive(Debug, Default)]
pub(super) struct Chart {
    pub title: Option<String>,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub groups: Vec<Subgraph>,
    by_id: BTreeMap<String, usize>,
}

/// Kinds of diagrams that are not flowcharts.
const OTHERS: [&str; 24] = [
    "sequenceDiagram",
    "classDiagram",
    "stateDiagram",
    "erDiagram",
    "journey",
    "gantt",
    "pie",
    "quadrantChart",
    "requirementDiagram",
    "gitGraph",
    "mindmap",
    "timeline",
    "sankey",
    "xychart",
    "block",
    "packet",
    "architecture",
    "kanban",
    "radar",
    "treemap",
    "C4Context",
    "C4Container",
    "C4Component",
    "zenuml",
];

/// Whether the text begins as a flowchart does.
pub(super) fn begins(text: &str) -> bool {
    let mut cursor = Cursor::new(text, 0);
    preamble(&mut cursor);
    header(&mut cursor)
}

/// Comments, directives and blank lines before the header.
fn preamble(cursor: &mut Cursor<'_>) {
    loop {
        let rest = cursor.rest();
        cursor.skip(rest.len() - rest.trim_start().len());
        if cursor.rest().starts_with("%%{") {
            let end = cursor.rest().find("}%%").map_or(usize::MAX, |end| end + 3);
            cursor.skip(end);
        } else if cursor.rest().starts_with("%%") {
            cursor.rest_of_line();
        } else {
            return;
        }
    }
}

fn header(cursor: &mut Cursor<'_>) -> bool {
    let found = ["flowchart-elk", "flowchart", "graph"]
        .into_iter()
        .any(|word| {
            let here = cursor.rest().strip_prefix(word).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n', ';'])
            });
            if here {
                cursor.skip(word.len());
            }
            here
        });
    if found {
        cursor.blanks();
        for direction in ["TB", "TD", "BT", "RL", "LR", "<", ">", "^", "v"] {
            let ends = cursor.rest().strip_prefix(direction).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n', ';'])
            });
            if ends {
                cursor.skip(direction.len());
                break;
            }
        }
    }
    found
}

/// Reads a chart; statements that cannot be read become notes.
pub(super) fn read(file: &str, text: &str, notes: &mut Notes) -> Result<Chart, ImportError> {
    let (body, lines, title) = body(text);
    let mut cursor = Cursor::new(body, lines);
    preamble(&mut cursor);
    if !header(&mut cursor) {
        let word = cursor
            .rest()
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let (what, hint) = if OTHERS.iter().any(|other| word.starts_with(other)) {
            (
                format!(
                    "this is a {} of Mermaid; only flowcharts say who hands over to whom",
                    visible(word, 40)
                ),
                "draw it as a flowchart",
            )
        } else {
            (
                "no flowchart begins here".to_owned(),
                "the first word has to be flowchart or graph",
            )
        };
        let place = format!("line {}", cursor.line());
        return Err(ImportError::new(file, place, what, hint));
    }
    let mut reader = Reader {
        chart: Chart {
            title: title.map(ToOwned::to_owned),
            ..Chart::default()
        },
        open: Vec::new(),
        links: BTreeSet::new(),
        unread: 0,
    };
    while reader.statement(&mut cursor, notes) {
        let over = [
            (reader.unread, MOST_UNREAD, "statements that cannot be read"),
            (reader.chart.nodes.len(), limits::AGENTS, "nodes"),
            (reader.chart.edges.len(), limits::HANDOFFS, "links"),
        ];
        for (count, most, what) in over {
            if count > most {
                let place = format!("line {}", cursor.line());
                return Err(ImportError::new(
                    file,
                    place,
                    format!("more than {most} {what}; that is the limit"),
                    "import a part of the chart",
                ));
            }
        }
    }
    if reader.chart.nodes.is_empty() {
        return Err(ImportError::new(
            file,
            "",
            "there is no node in this chart",
            "draw who works, and who hands over to whom",
        ));
    }
    for open in &reader.open {
        let group = &reader.chart.groups[*open];
        notes.warning(
            &format!("line {}", group.line),
            format!("the subgraph {:?} has no end", visible(&group.title, 80)),
        );
    }
    Ok(reader.chart)
}

struct Reader<'t> {
    chart: Chart,
    open: Vec<usize>,
    /// The ids of links.
    links: BTreeSet<&'t str>,
    unread: usize,
}

impl<'t> Reader<'t> {
    /// Reads the next statement; `false` at the end.
    fn statement(&mut self, cursor: &mut Cursor<'t>, notes: &mut Notes) -> bool {
        let rest = cursor.rest();
        cursor.skip(
            rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_whitespace() || c == ';')
                    .len(),
        );
        if cursor.is_done() {
            return false;
        }
        if cursor.rest().starts_with("%%") {
            cursor.rest_of_line();
            return true;
        }
        if !self.keyword(cursor, notes) {
            let line = cursor.line();
            let mark = cursor.mark();
            if self.look_of_link(cursor).is_none() && self.chain(cursor, line).is_none() {
                cursor.back(mark);
                let text = cursor.rest_of_line();
                self.unread += 1;
                notes.warning(
                    &format!("line {line}"),
                    format!(
                        "this statement could not be read and was left out: {}",
                        visible(text.trim(), 80)
                    ),
                );
            }
        }
        true
    }

    /// Reads a statement that begins with a word of Mermaid's own.
    fn keyword(&mut self, cursor: &mut Cursor<'t>, notes: &mut Notes) -> bool {
        let rest = cursor.rest();
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, behind) = rest.split_at(length);
        let line = cursor.line();
        let stands_alone = behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n', ';']);
        // A node may bear such a word as its id: then a link or a shape follows.
        let spaced = behind.trim_start_matches([' ', '\t']);
        let is_node = ["-", "=", "~", "&", "[", "(", "{", "<-", "@{"]
            .iter()
            .any(|sign| spaced.starts_with(sign));
        match word {
            "subgraph" if stands_alone => {
                cursor.skip(length);
                self.subgraph(cursor, line);
            }
            "end" if stands_alone && !is_node => {
                cursor.skip(length);
                self.open.pop();
            }
            "direction" if stands_alone && !is_node => {
                cursor.statement();
            }
            "classDef" | "class" | "style" | "linkStyle" | "defaultDirection"
                if stands_alone && !is_node =>
            {
                if word == "class" {
                    self.class(cursor.statement());
                } else {
                    cursor.rest_of_line();
                }
            }
            "click" | "href" if stands_alone && !is_node => {
                cursor.rest_of_line();
                notes.warning(&format!("line {line}"), "what a click does was left out");
            }
            "accTitle" | "title" if behind.trim_start().starts_with(':') => {
                let text = cursor.rest_of_line();
                let title = text.split_once(':').map_or("", |(_, title)| title.trim());
                if !title.is_empty() && self.chart.title.is_none() {
                    self.chart.title = Some(super::label::one_line(title));
                }
            }
            "accDescr" if behind.trim_start().starts_with([':', '{']) => {
                if behind.trim_start().starts_with('{') {
                    let end = rest.find('}').map_or(rest.len(), |end| end + 1);
                    cursor.skip(end);
                } else {
                    cursor.rest_of_line();
                }
            }
            _ => return false,
        }
        true
    }

    /// `class a,b name` gives nodes a class.
    fn class(&mut self, statement: &str) {
        let mut words = statement.split_whitespace().skip(1);
        let (Some(ids), Some(class)) = (words.next(), words.next()) else {
            return;
        };
        for id in ids.split(',') {
            if let Some(index) = self.chart.by_id.get(id.trim()) {
                class.clone_into(&mut self.chart.nodes[*index].class);
            }
        }
    }

    fn subgraph(&mut self, cursor: &mut Cursor<'t>, line: usize) {
        cursor.blanks();
        let mark = cursor.mark();
        let named = node::named(cursor);
        cursor.blanks();
        let ends = cursor.is_done() || cursor.rest().starts_with(['\n', ';']);
        let (id, title) = match named {
            Some(Named { id, label, .. }) if ends => {
                (id.to_owned(), label.unwrap_or(id).to_owned())
            }
            _ => {
                cursor.back(mark);
                let text = cursor.statement();
                (text.trim_matches('"').to_owned(), text.to_owned())
            }
        };
        let title = super::label::read(&super::label::unescaped(&title)).words;
        self.chart.groups.push(Subgraph {
            title: if title.is_empty() {
                "subgraph".to_owned()
            } else {
                title
            },
            id,
            parent: self.open.last().copied(),
            line,
        });
        if self.open.len() < DEEPEST {
            self.open.push(self.chart.groups.len() - 1);
        } else {
            // Deeper ones are flat: their ends are told apart by repeating the innermost.
            let innermost = self.open[DEEPEST - 1];
            self.open.push(innermost);
        }
    }

    /// `e1@{ animate: true }` says how a link is drawn that was called `e1` before; it is no node.
    fn look_of_link(&mut self, cursor: &mut Cursor<'t>) -> Option<()> {
        let mark = cursor.mark();
        let named = node::id(cursor)?;
        let is_look = cursor.rest().starts_with("@{")
            && self.links.contains(named)
            && !self.chart.by_id.contains_key(named);
        cursor.back(mark);
        if is_look {
            node::named(cursor)?;
        }
        is_look.then_some(())
    }

    /// `A & B --> C -- text --> D`.
    fn chain(&mut self, cursor: &mut Cursor<'t>, line: usize) -> Option<()> {
        let mut left = self.together(cursor, line)?;
        while let Some(link) = link::read(cursor) {
            self.links.extend(link.id);
            cursor.blanks();
            let right = self.together(cursor, line)?;
            if !link.invisible {
                self.join(&left, &right, &link, line);
            }
            left = right;
        }
        cursor.blanks();
        let ended = cursor.is_done()
            || cursor.rest().starts_with(['\n', ';'])
            || cursor.rest().starts_with("%%");
        ended.then_some(())
    }

    fn join(&mut self, left: &[usize], right: &[usize], drawn: &Link<'_>, line: usize) {
        let label = drawn
            .label
            .map(|label| super::label::read(label).words)
            .filter(|label| !label.is_empty());
        for from in left {
            for to in right {
                if self.chart.edges.len() > limits::HANDOFFS {
                    return;
                }
                self.chart.edges.push(Edge {
                    from: *from,
                    to: *to,
                    label: label.clone(),
                    dotted: drawn.dotted,
                    head: drawn.head,
                    back: drawn.back,
                    line,
                });
            }
        }
    }

    /// Nodes joined by `&`.
    fn together(&mut self, cursor: &mut Cursor<'t>, line: usize) -> Option<Vec<usize>> {
        let mut nodes = vec![self.node(cursor, line)?];
        loop {
            let mark = cursor.mark();
            cursor.blanks();
            if !cursor.take("&") {
                cursor.back(mark);
                return Some(nodes);
            }
            cursor.blanks();
            nodes.push(self.node(cursor, line)?);
        }
    }

    fn node(&mut self, cursor: &mut Cursor<'t>, line: usize) -> Option<usize> {
        let named = node::named(cursor)?;
        let group = self.open.last().copied();
        let index = if let Some(index) = self.chart.by_id.get(named.id) {
            *index
        } else {
            self.chart.nodes.push(Node {
                id: named.id.to_owned(),
                label: None,
                shape: Shape::Box,
                class: String::new(),
                group: None,
                line,
            });
            let index = self.chart.nodes.len() - 1;
            self.chart.by_id.insert(named.id.to_owned(), index);
            index
        };
        let node = &mut self.chart.nodes[index];
        node.group = node.group.or(group);
        if let Some(label) = named.label {
            node.label = Some(label.to_owned());
        }
        node.shape = named.shape.unwrap_or(node.shape);
        if let Some(class) = named.class {
            class.clone_into(&mut node.class);
        }
        Some(index)
    }
}
