// Schemas compiled by ajv, and answers held against Baton's.
import assert from "node:assert/strict";

/** Where a validator is known to read the standard otherwise, and why Baton does not follow it. */
const KNOWN = {
  // It passes over a member called __proto__; RFC 5321 takes a domain without a dot.
  ajv: ({ payload }) => /"__proto__":|"[^"@]+@[^".]+"/.test(JSON.stringify(payload)),
  // It divides binary fractions: 0.29 would be no multiple of 0.01.
  jsonschema: ({ contract, payload }) => contract === "numbers" && payload.cents === 0.29,
};

/** A function that says whether a payload is accepted, in the draft that the schema names. */
export function validatorOf(require, schema) {
  const addFormats = require("ajv-formats").default;
  const draft = /draft-0([467])/.exec(schema.$schema)?.[1];
  const Ajv = require(draft === "4" ? "ajv-draft-04" : draft ? "ajv" : "ajv/dist/2020").default;
  // Without a precision, ajv divides binary fractions: 0.29 would be no multiple of 0.01.
  const ajv = new Ajv({
    strict: false,
    multipleOfPrecision: 9,
    ownProperties: true,
    validateSchema: false,
  });
  addFormats(ajv);
  return ajv.compile(schema);
}

/** Holds a validator's answers, true for accepted, against Baton's. */
export function holdAgainst(name, cases, answers, least) {
  let known = 0;
  for (const [index, one] of cases.entries()) {
    const of = `${one.contract}@${one.version}, ${one.about}: ${JSON.stringify(one.payload)}`;
    if (answers[index] !== one.accepted && KNOWN[name](one)) known += 1;
    else assert.equal(answers[index], one.accepted, `${name} says ${answers[index]} of ${of}`);
  }
  const accepted = answers.filter((answer) => answer).length;
  const rejected = answers.length - accepted;
  console.log(
    `${name}: ${accepted} accepted and ${rejected} rejected, ${known} otherwise than Baton.`,
  );
  assert.ok(
    accepted > least.accepted && rejected > least.rejected && known <= 10,
    `${accepted} ${rejected} ${known}`,
  );
}
