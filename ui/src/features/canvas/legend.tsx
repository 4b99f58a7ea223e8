/** What the colours of the drawing mean: the layer can be changed, and each meaning selects what has it. */
import { List, Palette } from "lucide-react";
import { useMemo, useState } from "react";
import { LAYER_TOKENS } from "../../canvas/layer-colours";
import { selectionOf } from "../../canvas/selection";
import { SignMark } from "../../components/sign";
import { LAYER_NAMES, type LegendEntry, layerOf, legendOf } from "../../document/layers";
import { markingNameNow, markingNow } from "../../document/past";
import { useDocument } from "../../document/store";
import { simulatedNow, useScene } from "../../document/use-scene";
import { LAYERS, type Layer } from "../../session/persist";
import { session, useSession } from "../../session/store";
import { NoTraffic, TrafficScale } from "../simulation/traffic-scale";
import { currentCanvas } from "./current";
import "./legend.css";

export function Legend({ topology }: { readonly topology: string }) {
  const layer = useSession((state) => state.layer);
  const marking = useSession(markingNameNow);
  const [open, setOpen] = useState(false);
  return (
    <section data-control className="layers" aria-label="What the colours mean">
      <div className="layers__head">
        <Palette size={14} aria-hidden />
        {marking ? <span>{marking}</span> : <LayerChoice onChoose={() => setOpen(true)} />}
        <button
          type="button"
          className="layers__toggle"
          aria-expanded={open}
          aria-controls="legend-entries"
          aria-label={open ? "Hide what the colours mean" : "Show what the colours mean"}
          title={open ? "Hide what the colours mean" : "Show what the colours mean"}
          data-testid="legend-toggle"
          onClick={() => setOpen(!open)}
        >
          <List size={14} aria-hidden />
        </button>
      </div>
      {open && <Entries topology={topology} layer={layer} />}
    </section>
  );
}

function LayerChoice({ onChoose }: { readonly onChoose: () => void }) {
  const layer = useSession((state) => state.layer);
  return (
    <>
      <label htmlFor="layer">Colour by</label>
      <select
        id="layer"
        className="layers__layer"
        data-testid="layer"
        value={layer}
        onChange={(event) => {
          session.set({ layer: event.target.value as Layer });
          onChoose();
        }}
      >
        {LAYERS.map((each) => (
          <option key={each} value={each}>
            {LAYER_NAMES[each].toLowerCase()}
          </option>
        ))}
      </select>
    </>
  );
}

function Entries({ topology, layer }: { readonly topology: string; readonly layer: Layer }) {
  const scene = useScene(topology);
  const records = useDocument((state) => state.records);
  const findings = useDocument((state) => state.findings);
  const marking = useSession(markingNow);
  const simulated = useSession((state) => simulatedNow(state, topology));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a layer reads of the document.
  const entries = useMemo(
    () => legendOf(marking ?? layerOf(useDocument.getState(), layer, simulated), scene),
    [scene, layer, marking, records, findings, simulated],
  );
  const traffic = layer === "traffic" && !marking;
  if (traffic && !simulated) return <NoTraffic topology={topology} />;
  if (entries.length === 0)
    return (
      <p id="legend-entries" className="layers__none">
        Nothing here has one.
      </p>
    );
  return (
    <div id="legend-entries" className="layers__entries">
      <ul>
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} />
        ))}
      </ul>
      {traffic && simulated && <TrafficScale topology={topology} found={simulated} />}
    </div>
  );
}

function Entry({ entry }: { readonly entry: LegendEntry }) {
  const { boxes, edges, name, colour, sign } = entry;
  const count = boxes.length + edges.length;
  return (
    <li>
      <button
        type="button"
        className="layers__entry"
        title={`Select ${count === 1 ? "it" : `all ${count}`}`}
        data-testid={`legend-${entry.key || "none"}`}
        onClick={() => {
          const chosen = selectionOf(boxes, edges);
          session.select(chosen);
          currentCanvas()?.flyToSelection(chosen);
        }}
      >
        {sign ? (
          <SignMark sign={sign} colour={LAYER_TOKENS[colour] ?? "unowned"} />
        ) : (
          <span
            className="layers__colour"
            style={{ background: `var(--${LAYER_TOKENS[colour] ?? "unowned"})` }}
            aria-hidden
          />
        )}
        <bdi className="layers__name">{name}</bdi>
        <span className="layers__count">{count}</span>
      </button>
    </li>
  );
}
