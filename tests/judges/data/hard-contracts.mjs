// Contracts whose schemas use what generators of types stumble over.
const TREE = {
  $defs: {
    node: {
      type: "object",
      properties: {
        label: { type: "string", minLength: 1 },
        parent: { $ref: "#/$defs/node" },
        children: { type: "array", items: { $ref: "#/$defs/node" }, maxItems: 3 },
      },
      required: ["label"],
      additionalProperties: false,
    },
  },
  $ref: "#/$defs/node",
};

const WORDS_OF_LANGUAGES = {
  type: "object",
  properties: Object.fromEntries(
    "class type self fn async None def model_config copy json Value Option Any str __proto__ constructor 2nd customer-id ÿ a a_ A"
      .split(" ")
      .map((name) => [name, { type: "string", description: `A member called ${name}. */ """ \\` }]),
  ),
  required: ["class", "customer-id"],
};

const CHOICE = {
  title: "Notice",
  oneOf: [
    {
      type: "object",
      title: "Email",
      properties: {
        kind: { const: "email" },
        address: { type: "string", pattern: "^[^@ ]+@[^@ ]+$" },
      },
      required: ["kind", "address"],
    },
    {
      type: "object",
      title: "Text message",
      properties: { kind: { const: "sms" }, number: { type: "string", pattern: "^\\+\\d{6,15}$" } },
      required: ["kind", "number"],
      additionalProperties: false,
    },
    { type: "object", properties: { kind: { const: "none" } }, required: ["kind"] },
  ],
};

const NUMBERS = {
  type: "object",
  properties: {
    cents: { type: "number", multipleOf: 0.01, minimum: 0 },
    tens: { type: "integer", multipleOf: 10, exclusiveMaximum: 1000 },
    ratio: { type: "number", exclusiveMinimum: 0, maximum: 1 },
    level: { enum: [1, 2, 3] },
    switch: { const: true },
    mixed: { type: ["integer", "string", "null"], maxLength: 3, maximum: 9 },
    nothing: { type: "null" },
  },
  required: ["cents", "mixed"],
};

const COLLECTIONS = {
  type: "object",
  properties: {
    tags: { type: "array", items: { type: "string" }, uniqueItems: true, minItems: 1, maxItems: 4 },
    places: {
      type: "array",
      items: { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
      uniqueItems: true,
    },
    prices: {
      type: "object",
      additionalProperties: { type: "number", minimum: 0 },
      minProperties: 1,
      maxProperties: 3,
    },
    words: {
      type: "object",
      properties: { de: { type: "string" } },
      additionalProperties: { type: "string", maxLength: 5 },
    },
    maybe: { anyOf: [{ type: "array", items: { type: "integer" } }, { type: "null" }] },
    when: { type: "string", format: "date-time" },
    day: { type: "string", format: "date" },
    id: { type: "string", format: "uuid" },
  },
  required: ["tags"],
};

const COMPOSED = {
  type: "object",
  allOf: [
    { $ref: "#/$defs/party" },
    { properties: { amount: { type: "number", minimum: 0 } }, required: ["amount"] },
  ],
  properties: { note: { type: ["string", "null"], maxLength: 20 } },
  $defs: {
    party: {
      type: "object",
      properties: { name: { type: "string", minLength: 2 } },
      required: ["name"],
    },
  },
};

const contract = (id, schema, accepted, rejected) => [
  { op: "put", kind: "contract", id, record: { id, name: id, team: "judges" } },
  {
    op: "put",
    kind: "contract_version",
    id: `${id}@1.0.0`,
    record: {
      id: `${id}@1.0.0`,
      contract: id,
      version: "1.0.0",
      payload_schema: schema,
      examples: {
        accepted: accepted.map((payload, index) => ({ name: `accepted ${index}`, payload })),
        rejected: rejected.map((payload, index) => ({
          name: `rejected ${index}`,
          payload,
          reason: "it has to be",
        })),
      },
    },
  },
];

/** Edits that put all of them into a registry. */
export const hardContracts = [
  { op: "put", kind: "team", id: "judges", record: { id: "judges", name: "Judges" } },
  ...contract(
    "tree",
    TREE,
    [{ label: "a", parent: { label: "b" }, children: [{ label: "c", children: [] }] }],
    [
      { label: "a", children: [{}] },
      { label: "" },
      { label: "a", other: 1 },
      { label: "a", parent: null },
    ],
  ),
  ...contract(
    "words-of-languages",
    WORDS_OF_LANGUAGES,
    [
      {
        class: "x",
        "customer-id": "y",
        type: "t",
        self: "s",
        None: "n",
        ÿ: "z",
        a: "1",
        a_: "2",
        A: "3",
      },
    ],
    [
      { class: "x" },
      { class: 1, "customer-id": "y" },
      { class: "x", "customer-id": "y", self: null },
    ],
  ),
  ...contract(
    "choice",
    CHOICE,
    [
      { kind: "email", address: "a@b", more: 1 },
      { kind: "sms", number: "+411234567" },
      { kind: "none" },
    ],
    [
      { kind: "fax" },
      { kind: "sms", number: "12" },
      { kind: "sms", number: "+411234567", more: 1 },
      { kind: "email" },
      "email",
    ],
  ),
  ...contract(
    "numbers",
    NUMBERS,
    [
      { cents: 0.29, tens: 30, ratio: 1, level: 2, switch: true, mixed: null, nothing: null },
      { cents: 7.0, mixed: "abc" },
      { cents: 1, mixed: 9, level: 3.0, tens: 10.0 },
    ],
    [
      { cents: 0.295, mixed: 1 },
      { cents: 1, mixed: 10 },
      { cents: 1, mixed: "abcd" },
      { cents: 1, mixed: true },
      { cents: 1, mixed: 1.5 },
      { cents: 1, mixed: 1, tens: 35 },
      { cents: 1, mixed: 1, tens: 1000 },
      { cents: 1, mixed: 1, ratio: 0 },
      { cents: 1, mixed: 1, level: 4 },
      { cents: 1, mixed: 1, level: true },
      { cents: 1, mixed: 1, switch: 1 },
      { cents: 1, mixed: 1, nothing: false },
      { cents: "1", mixed: 1 },
    ],
  ),
  ...contract(
    "collections",
    COLLECTIONS,
    [
      {
        tags: ["a", "b"],
        places: [{ x: 1 }, { x: 2 }],
        prices: { chair: 2.5 },
        words: { de: "lang genug", fr: "oui" },
        maybe: null,
      },
      {
        tags: ["a"],
        maybe: [1, 2],
        when: "2026-11-21T10:00:00.5+01:00",
        day: "2026-11-21",
        id: "123e4567-e89b-12d3-a456-426614174000",
      },
    ],
    [
      { tags: [] },
      { tags: ["a", "a"] },
      { tags: ["a"], places: [{ x: 1 }, { x: 1.0 }] },
      { tags: ["a"], prices: {} },
      { tags: ["a"], prices: { a: -1 } },
      { tags: ["a"], words: { fr: "trop long" } },
      { tags: ["a"], maybe: ["1"] },
      { tags: ["a"], when: "2026-11-21" },
      { tags: ["a"], day: "2026-13-01" },
      { tags: ["a"], id: "123" },
      { tags: "a" },
    ],
  ),
  ...contract(
    "composed",
    COMPOSED,
    [
      { name: "Bo", amount: 0, note: null },
      { name: "Bo", amount: 1, note: "x" },
    ],
    [
      { name: "B", amount: 0 },
      { name: "Bo" },
      { name: "Bo", amount: -1 },
      { name: "Bo", amount: 1, note: 5 },
    ],
  ),
];
