/** Alerts: when each fires, how urgent it is, where its runbook stands. */
import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../../components/button";
import { withFields } from "../../../document/drafts";
import type { Alert, AlertSeverity } from "../../../platform";
import { ChoiceChip } from "./choice-chip";
import { type Change, type Fields, orNone, useEdit } from "./edit";
import { useFrame } from "./frame";
import { replacedAt, withoutAt } from "./list-edit";
import { TextField } from "./text-field";

const SEVERITIES = [
  { value: "info", label: "is good to know" },
  { value: "warning", label: "waits for working hours" },
  { value: "critical", label: "wakes somebody" },
];

export function AlertList({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { send } = useFrame();
  const { handoff } = useEdit();
  return (
    <>
      <ul className="handoff__rows">
        {alerts.map((alert, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an alert's name may be being written.
          <li key={i} className="handoff__part">
            <TextField
              aria-label={`Name of alert ${i + 1}`}
              value={alert.name}
              change={(name) => inAlert(i, { name: name ?? alert.name })}
              data-testid={`alert-name-${i}`}
            />
            <IconButton
              icon={X}
              size={13}
              label={`Remove the alert ${alert.name}`}
              onClick={() =>
                void send(({ alerts: now = [] }) => ({ alerts: orNone(withoutAt(now, i)) }))
              }
            />
            <p className="sentence">
              It{" "}
              <ChoiceChip
                label={`How urgent alert ${i + 1} is`}
                value={alert.severity ?? "warning"}
                options={SEVERITIES}
                change={(word) =>
                  inAlert(i, { severity: word === "warning" ? null : (word as AlertSeverity) })
                }
              />{" "}
              and fires when
            </p>
            <TextField
              multiline
              mono
              aria-label={`Condition of alert ${i + 1}`}
              value={alert.condition}
              placeholder="In the monitoring system's language"
              change={(condition) => inAlert(i, { condition: condition ?? "" })}
              data-testid={`alert-condition-${i}`}
            />
            <TextField
              aria-label={`Runbook of alert ${i + 1}`}
              value={alert.runbook_url}
              placeholder="Address of its runbook"
              change={(runbook_url) => inAlert(i, { runbook_url })}
            />
          </li>
        ))}
      </ul>
      <Button
        look="quiet"
        icon={Plus}
        data-testid="alert-add"
        onClick={() =>
          void send(({ alerts: now = [] }) => ({
            alerts: [...now, { name: `${handoff.id}-failing`, condition: "" }],
          }))
        }
      >
        Add an alert
      </Button>
    </>
  );
}

function inAlert(index: number, fields: Fields<Alert>): Change {
  return ({ alerts = [] }) => {
    const before = alerts[index];
    return { alerts: before ? replacedAt(alerts, index, withFields(before, fields)) : alerts };
  };
}
