/** The fields of the payload, as a table and as the JSON Schema that they come from. */
import { type KeyboardEvent, useId, useState } from "react";
import { JsonArea } from "../../../components/json-area";
import type { ContractVersion } from "../../../platform";
import { Fields } from "../../contract/fields";
import { useVersionDraft } from "../../contract/version-draft";
import { AutoField } from "../generated/auto-field";

export interface PayloadViewProps {
  readonly version: ContractVersion;
  readonly frozen: boolean;
}

const VIEWS = [
  { id: "fields", title: "Fields" },
  { id: "json", title: "JSON" },
] as const;

type View = (typeof VIEWS)[number]["id"];

export function PayloadView({ version, frozen }: PayloadViewProps) {
  const [view, setView] = useState<View>("fields");
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const next: View = view === "fields" ? "json" : "fields";
    setView(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-view="${next}"]`)?.focus();
  };
  return (
    <section className="payload" aria-label="Payload">
      <div className="tabs" role="tablist" aria-label="Payload" onKeyDown={onKeyDown}>
        {VIEWS.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}-tab`}
            data-view={tab.id}
            data-testid={`payload-${tab.id}`}
            aria-selected={view === tab.id}
            aria-controls={`${id}-${tab.id}`}
            tabIndex={view === tab.id ? 0 : -1}
            onClick={() => setView(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div className="payload__views">
        {VIEWS.map((tab) => (
          <div
            key={tab.id}
            role="tabpanel"
            id={`${id}-${tab.id}`}
            aria-labelledby={`${id}-${tab.id}-tab`}
            className={`payload__view ${view === tab.id ? "is-shown" : ""}`}
          >
            {tab.id === "fields" ? (
              <Fields version={version} frozen={frozen} />
            ) : (
              <SchemaText schema={version.payload_schema} frozen={frozen} />
            )}
          </div>
        ))}
      </div>
    </section>
  );
}

interface SchemaTextProps {
  readonly schema: unknown;
  readonly frozen: boolean;
}

function SchemaText({ schema, frozen }: SchemaTextProps) {
  const { typeSchema } = useVersionDraft();
  if (frozen)
    return (
      <JsonArea
        readOnly
        aria-label="JSON Schema of the payload"
        value={schema ?? {}}
        onCommit={() => true}
      />
    );
  return (
    <AutoField name="payload_schema" title="JSON Schema of the payload">
      {({ id, describedBy, value, save }) => (
        <JsonArea
          id={id}
          aria-describedby={describedBy}
          data-testid="payload-schema"
          value={value}
          placeholder={'{ "type": "object", "properties": {} }'}
          onTyped={typeSchema}
          onCommit={(next) => save(() => next)}
        />
      )}
    </AutoField>
  );
}
