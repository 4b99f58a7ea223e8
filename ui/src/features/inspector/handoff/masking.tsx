/** Which fields are masked on the way, and how. */
import { X } from "lucide-react";
import { IconButton } from "../../../components/button";
import type { Handoff, Masking, MaskingRule } from "../../../platform";
import { ChoiceChip } from "./choice-chip";
import { type Change, orNone } from "./edit";
import { useFrame } from "./frame";
import { PointerPicker } from "./pointer-picker";
import { MASKING_RULES, optionsOf } from "./words";

const RULES = optionsOf(MASKING_RULES);

export function MaskingList({ handoff }: { readonly handoff: Handoff }) {
  const { send } = useFrame();
  const masking = handoff.masking ?? [];
  const add = (pointer: string) => void send(inMasking((list) => [...list, { pointer }]));
  return (
    <>
      <ul className="handoff__rows">
        {masking.map(({ pointer, rule = "redact" }) => (
          <li key={pointer} className="handoff__removable">
            <p className="sentence">
              <code>{pointer}</code>{" "}
              <ChoiceChip
                label={`How ${pointer} is masked`}
                value={rule}
                options={RULES}
                change={(word) =>
                  inMasking((list) =>
                    list.map((one) =>
                      one.pointer === pointer ? masked(pointer, word as MaskingRule) : one,
                    ),
                  )
                }
              />
            </p>
            <IconButton
              icon={X}
              size={13}
              label={`Do not mask ${pointer}`}
              onClick={() =>
                void send(inMasking((list) => list.filter((one) => one.pointer !== pointer)))
              }
            />
          </li>
        ))}
      </ul>
      <PointerPicker
        handoff={handoff}
        label="Mask a field"
        placeholder="Mask a field"
        offer={({ pointer }) => !masking.some((one) => one.pointer === pointer)}
        onChoose={add}
        onCreate={(pointer) => add(pointer.startsWith("/") ? pointer : `/${pointer}`)}
        data-testid="inspector-add-masking"
      />
    </>
  );
}

function masked(pointer: string, rule: MaskingRule): Masking {
  return rule === "redact" ? { pointer } : { pointer, rule };
}

function inMasking(edit: (list: readonly Masking[]) => readonly Masking[]): Change {
  return (now) => ({ masking: orNone(edit(now.masking ?? [])) });
}
