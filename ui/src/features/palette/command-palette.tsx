/** Everything that can be done or gone to, by typing. */
import { Command } from "cmdk";
import { ArrowRight, FileJson, Workflow } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { keysOf } from "../../actions/action";
import { ACTIONS } from "../../actions/all";
import { selectionOf } from "../../canvas/selection";
import { AGENT_ICONS } from "../../components/agent-icon";
import type { Icon } from "../../components/icon";
import { boxKey } from "../../document/boxes";
import { contractLabel, targetName } from "../../document/scene";
import { nameOf, useDocument, useRecords } from "../../document/store";
import { topologyOfAgent } from "../../document/targets";
import { session } from "../../session/store";
import { openTopology, showInTopology } from "../shell/topology";
import { match } from "./match";
import "./palette.css";

const GROUPS = ["Edit", "Add", "View", "Go to", "Registry"] as const;

export function CommandPalette() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const close = () => session.set({ palette: false });
  const run = (perform: () => void) => {
    close();
    perform();
  };
  return (
    <div
      className="palette"
      role="presentation"
      onPointerDown={(event) => {
        if (!box.current?.contains(event.target as Node)) close();
      }}
    >
      <Command
        ref={box}
        label="Command palette"
        className="palette__box"
        loop
        filter={(_, typed, [name = "", ...beside] = []) => match(typed, name, beside)}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          // Tab stays in the palette: it is the only thing that can be used while it is open.
          if (event.key === "Tab") event.preventDefault();
        }}
      >
        <Command.Input
          autoFocus
          placeholder="Search or run a command"
          data-testid="palette-input"
        />
        <Command.List>
          <Command.Empty className="palette__none">Nothing of that name.</Command.Empty>
          {GROUPS.map((group) => (
            <Command.Group key={group} heading={group}>
              {ACTIONS.filter(
                (action) => action.group === group && action.id !== "palette" && action.enabled(),
              ).map((action) => (
                <Command.Item
                  key={action.id}
                  value={`action:${action.id}`}
                  keywords={[action.title, group]}
                  onSelect={() => run(action.perform)}
                >
                  <action.icon size={15} aria-hidden />
                  <span className="palette__title">{action.title}</span>
                  {action.shortcut && (
                    <span className="palette__keys">
                      {keysOf(action.shortcut).map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </span>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
          <Places run={run} />
        </Command.List>
      </Command>
    </div>
  );
}

interface Place {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** What it is found by besides its title. */
  readonly words: readonly string[];
  readonly icon: Icon;
  readonly go: () => void;
}

function Places({ run }: { readonly run: (perform: () => void) => void }) {
  const { agents, handoffs, contracts, topologies } = usePlaces();
  return (
    <>
      <PlaceGroup heading="Topologies" places={topologies} run={run} />
      <PlaceGroup heading="Agents" places={agents} run={run} />
      <PlaceGroup heading="Handoffs" places={handoffs} run={run} />
      <PlaceGroup heading="Contracts" places={contracts} run={run} />
    </>
  );
}

interface PlaceGroupProps {
  readonly heading: string;
  readonly places: readonly Place[];
  readonly run: (perform: () => void) => void;
}

function PlaceGroup({ heading, places, run }: PlaceGroupProps) {
  if (places.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {places.map((place) => (
        <Command.Item
          key={place.id}
          value={`${heading}:${place.id}`}
          keywords={[place.title, place.id, ...place.words]}
          onSelect={() => run(place.go)}
        >
          <place.icon size={15} aria-hidden />
          <span className="palette__title">{place.title}</span>
          <span className="palette__detail">{place.detail}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Each place found by its name, its owner and its tags. */
function usePlaces() {
  const agents = useRecords("agent");
  const handoffs = useRecords("handoff");
  const contracts = useRecords("contract");
  const topologies = useRecords("topology");
  return useMemo(() => {
    const state = useDocument.getState();
    const open = session.get().topology;
    const toAgents: Place[] = [...agents.values()].map(({ record }) => {
      const team = record.team ? nameOf(state, "team", record.team) : "no owner";
      return {
        id: record.id,
        title: record.name,
        detail: team,
        words: [team, ...(record.capabilities ?? [])],
        icon: AGENT_ICONS[record.kind ?? "ai"],
        go: () => {
          const topology = topologyOfAgent(state, record.id, open);
          if (topology) showInTopology(topology, selectionOf([boxKey("agent", record.id)]));
        },
      };
    });
    const toHandoffs: Place[] = [...handoffs.values()].map(({ record }) => ({
      id: record.id,
      title: `${nameOf(state, "agent", record.from)} → ${targetName(state, record.to)}`,
      detail: contractLabel(record),
      words: [
        contractLabel(record),
        ...(record.owners ?? []).map((team) => nameOf(state, "team", team)),
      ],
      icon: ArrowRight,
      go: () => showInTopology(record.topology, selectionOf([], [record.id])),
    }));
    const toContracts: Place[] = [...contracts.values()].map(({ record }) => {
      const uses = [...handoffs.values()]
        .map((stored) => stored.record)
        .filter((handoff) => handoff.contract === record.id);
      const topology =
        uses.find((handoff) => handoff.topology === open)?.topology ?? uses[0]?.topology;
      const here = uses
        .filter((handoff) => handoff.topology === topology)
        .map((handoff) => handoff.id);
      return {
        id: record.id,
        title: record.name,
        detail: `${uses.length} ${uses.length === 1 ? "handoff" : "handoffs"}`,
        words: [record.purpose ?? ""],
        icon: FileJson,
        go: () => topology && showInTopology(topology, selectionOf([], here)),
      };
    });
    const toTopologies: Place[] = [...topologies.values()].map(({ record }) => ({
      id: record.id,
      title: record.name,
      detail: record.id === open ? "open" : "",
      words: [record.purpose ?? ""],
      icon: Workflow,
      go: () => openTopology(record.id),
    }));
    return {
      agents: toAgents,
      handoffs: toHandoffs,
      contracts: toContracts,
      topologies: toTopologies,
    };
  }, [agents, handoffs, contracts, topologies]);
}
