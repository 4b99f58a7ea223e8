/** A version being written on its page: its fields and its schema side by side, with the verdict and the changes under them. */
import { useCallback, useState } from "react";
import type { CodePlace } from "../../components/code-editor/code-editor";
import type { ContractVersion } from "../../platform";
import { ChangesList } from "./changes-list";
import { Fields } from "./fields";
import { SchemaEditor } from "./schema-editor";
import { VerdictPanel } from "./verdict-panel";
import { useVersionDraft } from "./version-draft";
import "./contract-editor.css";

export interface ContractEditorProps {
  readonly version: ContractVersion;
  readonly frozen: boolean;
}

export function ContractEditor({ version, frozen }: ContractEditorProps) {
  const [goTo, setGoTo] = useState<CodePlace | null>(null);
  const place = useCallback((at: string | number) => setGoTo({ at }), []);
  const { judged } = useVersionDraft();
  return (
    <div className="contract-editor" data-testid="contract-editor">
      <section className="contract-editor__fields" aria-label="Fields of the payload">
        <h3>Fields</h3>
        <Fields version={version} frozen={frozen} />
      </section>
      <section className="contract-editor__schema" aria-label="Schema of the payload">
        <h3>JSON Schema</h3>
        <SchemaEditor schema={version.payload_schema} frozen={frozen} goTo={goTo} onPlace={place} />
      </section>
      <div className="contract-editor__verdict">
        <VerdictPanel judged={judged} onPlace={place} settled={frozen} />
      </div>
      <div className="contract-editor__changes">
        {judged.judgement && <ChangesList judgement={judged.judgement} onPlace={place} />}
      </div>
    </div>
  );
}
