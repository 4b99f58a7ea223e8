// The peer of the canvas benchmark: React Flow as its documentation advises for large graphs. Node components are memoised and
// all settings are stable; the cards say what Baton's cards say.
import {
  applyNodeChanges,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { memo, useCallback, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import "@xyflow/react/dist/style.css";
import "./react-flow.css";

const Card = memo(function Card({ data }) {
  return (
    <div className="card" style={{ borderLeftColor: data.colour }}>
      <Handle type="target" position={Position.Left} />
      <strong>{data.title}</strong>
      <span>{data.subtitle}</span>
      <div>
        {data.tags.map((tag) => (
          <em key={tag}>{tag}</em>
        ))}
      </div>
      <Handle type="source" position={Position.Right} />
    </div>
  );
});

const nodeTypes = { card: Card };
const middleButton = [1];
const options = new URLSearchParams(location.search);
const visibleOnly = options.get("visible") === "1";

function Flow({ graph }) {
  const [nodes, setNodes] = useState(graph.nodes);
  const flow = useReactFlow();
  useEffect(() => {
    window.__flow = flow;
  }, [flow]);
  const onNodesChange = useCallback(
    (changes) => setNodes((before) => applyNodeChanges(changes, before)),
    [],
  );
  return (
    <ReactFlow
      nodes={nodes}
      edges={graph.edges}
      nodeTypes={nodeTypes}
      onNodesChange={onNodesChange}
      onlyRenderVisibleElements={visibleOnly}
      minZoom={0.005}
      maxZoom={3}
      panOnDrag={middleButton}
      selectionOnDrag
      fitView
      proOptions={{ hideAttribution: true }}
    />
  );
}

const { boxes, lines } = await (await fetch(options.get("graph"))).json();
performance.mark("drawing-arrived");
const graph = {
  nodes: boxes.map(({ id, x, y, width, height, ...data }) => ({
    id,
    type: "card",
    position: { x, y },
    width,
    height,
    data,
  })),
  edges: lines.map(({ id, from, to, label }) => ({
    id,
    source: from,
    target: to,
    label,
    type: "smoothstep",
    markerEnd: { type: MarkerType.ArrowClosed },
  })),
};
createRoot(document.getElementById("root")).render(
  <ReactFlowProvider>
    <Flow graph={graph} />
  </ReactFlowProvider>,
);

/** Shown once nodes stand in the document and a frame has passed. */
function look() {
  if (document.querySelectorAll(".react-flow__node .card").length === 0)
    requestAnimationFrame(look);
  else requestAnimationFrame(() => performance.mark("drawing-shown"));
}
requestAnimationFrame(look);
