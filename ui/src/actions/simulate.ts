/** How requests fare: run, set beside another design. */
import { Columns2, FlaskConical, Gauge, Waypoints } from "lucide-react";
import { runSimulation, showComparison, showLoad, simulatable } from "../features/simulation/show";
import { session } from "../session/store";
import type { Action } from "./action";

const NEEDS = "Open a topology first, as it is now";

const of = (perform: (topology: string) => void) => () => {
  const topology = simulatable();
  if (topology !== null) perform(topology);
};

export const SIMULATE_ACTIONS: readonly Action[] = [
  {
    id: "simulate",
    title: "Simulate",
    group: "Go",
    icon: FlaskConical,
    shortcut: "Mod+Enter",
    enabled: () => simulatable() !== null,
    needs: NEEDS,
    perform: of(runSimulation),
  },
  {
    id: "simulate-load",
    title: "Put under load",
    group: "Go",
    icon: Gauge,
    enabled: () => simulatable() !== null,
    needs: NEEDS,
    perform: of(showLoad),
  },
  {
    id: "compare-designs",
    title: "Simulate beside another design …",
    group: "Go",
    icon: Columns2,
    enabled: () => simulatable() !== null,
    needs: NEEDS,
    perform: of((topology) => showComparison(topology)),
  },
  {
    id: "compare-loads",
    title: "Compare under load …",
    group: "Go",
    icon: Columns2,
    enabled: () => simulatable() !== null,
    needs: NEEDS,
    perform: of((topology) => showComparison(topology, topology, null, true)),
  },
  {
    id: "traffic",
    title: "Show simulated traffic on the drawing",
    group: "View",
    icon: Waypoints,
    enabled: () => simulatable() !== null,
    needs: NEEDS,
    perform: of((topology) => {
      session.set({ layer: "traffic" });
      if (session.get().simulated[topology] === undefined) runSimulation(topology);
    }),
  },
];
