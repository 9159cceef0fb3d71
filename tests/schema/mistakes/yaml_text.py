"""Mistakes in the text of a file: not YAML, not text, not there."""

from schema.mistakes.case import Mistake, basin, scenario

MISTAKES = (
    basin("duplicate-key", "    amount: 45\n", "    amount: 45\n    @amount: 46\n", "nodes.town.amount", "twice", "line 25"),
    basin("duplicate-node", "  confluence: {", "  @weir: {type: gauge}\n  confluence: {", "nodes.weir", "twice", "line 20"),
    basin("duplicate-key-at-the-top", "communities:\n", "@name: Again\ncommunities:\n", "name", "twice", "line 1"),
    basin("quoted-duplicate-key", "type: junction}", 'type: junction, @"type": gauge}', "twice"),
    basin("missing-brace", "{type: junction}\n  estuary:", "{type: junction\n  estuary@:", "not readable as YAML", "line 40"),
    basin("unclosed-quote", "daily: 20}\n", "daily: '20}\n@", "not readable as YAML", "quoted", "line 60"),
    basin("indentation", "    priority: 3\n", "      priority@: 3\n", "not readable as YAML"),
    basin("colon-in-text", "A town, some", "A town@: some", "not readable as YAML"),
    basin("tabs", "    sector: public\n", "@\tsector: public\n", "tab"),
    basin("tag-on-a-scalar", "amount: 45", "amount: @!litre 45", "nodes.town.amount", "tag !litre is not allowed"),
    basin("tag-on-a-mapping", "confluence: {type", "confluence: @!node {type", "nodes.confluence", "tag !node is not allowed"),
    basin("tag-on-a-list", "natural: [", "natural: @!names [", "natural", "tag !names is not allowed"),
    basin("python-tag", "community: town\n", "community: @!!python/name:os.system x\n", "community", "tag", "not allowed"),
    basin("alias-containing-itself", "{type: junction}", "@&a {type: junction, description: *a}", "alias that contains itself"),
    basin("unknown-alias", "{type: outlet}", "@*sea", "not readable as YAML", "undefined alias"),
    basin("merge-key", "{type: outlet}", "{type: outlet, @<<: {}}", "merge keys", "not part of YAML 1.2"),
    basin("list-as-key", "  estuary:", "  @[a, b]: 3\n  estuary:", "nodes", "key must be plain text"),
    basin("two-documents", "links:\n", "@---\nlinks:\n", "not readable as YAML", "document"),
    basin("empty-file", "", "", "mapping of keys and values", "nothing"),
    basin("comments-only", "", "# nothing yet\n", "mapping of keys and values", "nothing"),
    basin("a-word-for-a-file", "", "@hello\n", "mapping of keys and values", "'hello'"),
    basin("a-list-for-a-file", "", "@- name: x\n", "mapping of keys and values"),
    Mistake("not-utf-8", "basin.yaml", "", "name: Méandre\n".encode("latin-1"), ("not UTF-8 text", "byte 7")),
    Mistake("control-character", "basin.yaml", "", b"name: a\x00b\n", ("not readable as YAML",)),
    Mistake("utf-16", "basin.yaml", "", "name: x\n".encode("utf-16"), ("not UTF-8 text",)),
    scenario("empty-scenario", "", "", "mapping of keys and values"),
    scenario("basin-for-a-scenario", "", "name: Two lochs\nnodes: {sea: {type: outlet}}\n", "is a basin, not a scenario"),
)
