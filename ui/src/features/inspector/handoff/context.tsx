/** What goes along beside the payload, what is hidden on the way, and what carries it. */
import type { Handoff } from "../../../platform";
import { inPart } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { MaskingList } from "./masking";
import { MemoryList } from "./memory-list";
import { Tight } from "./tight";
import { WordChip } from "./word-chip";

export function ContextSection({ handoff }: { readonly handoff: Handoff }) {
  const { memory_reads, memory_writes, masking, transport } = handoff;
  const summary = [
    counted(memory_reads, "key read", "keys read"),
    counted(memory_writes, "key written", "keys written"),
    counted(masking, "field masked", "fields masked"),
    transport?.bus,
  ];
  return (
    <HandoffSection id="context" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="memory-reads" wide>
        <MemoryList
          handoff={handoff}
          field="memory_reads"
          label="Add a key that the receiver reads"
        />
      </Frame>
      <Frame name="memory-writes" wide>
        <MemoryList
          handoff={handoff}
          field="memory_writes"
          label="Add a key that the sender writes"
        />
      </Frame>
      <Frame name="masking" wide>
        <MaskingList handoff={handoff} />
      </Frame>
      <Frame name="transport" wide>
        <p className="sentence">
          Over{" "}
          <Tight after=",">
            <WordChip
              label="Bus or protocol"
              value={transport?.bus}
              placeholder="no named bus"
              change={(bus) => inPart("transport", { bus })}
              data-testid="transport-bus"
            />
          </Tight>{" "}
          packed as{" "}
          <Tight after=",">
            <WordChip
              label="Packaging"
              value={transport?.packaging}
              placeholder="not said"
              change={(packaging) => inPart("transport", { packaging })}
            />
          </Tight>{" "}
          state kept in{" "}
          <Tight after=".">
            <WordChip
              label="State store"
              value={transport?.state_store}
              placeholder="not said"
              change={(state_store) => inPart("transport", { state_store })}
            />
          </Tight>
        </p>
      </Frame>
    </HandoffSection>
  );
}

function counted(list: readonly unknown[] | undefined, one: string, many: string): string {
  const count = list?.length ?? 0;
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
