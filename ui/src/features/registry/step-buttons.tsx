/** The way back and forth through the registry, on every page and surface of it. */
import { ArrowLeft, ArrowRight } from "lucide-react";
import { shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { IconButton } from "../../components/button";
import type { Icon } from "../../components/icon";
import { useSession } from "../../session/store";

export function StepButtons() {
  const canGoBack = useSession((state) => state.trail.back.length > 0);
  const canGoForward = useSession((state) => state.trail.ahead.length > 0);
  return (
    <>
      <StepButton id="go-back" icon={ArrowLeft} disabled={!canGoBack} />
      <StepButton id="go-forward" icon={ArrowRight} disabled={!canGoForward} />
    </>
  );
}

interface StepButtonProps {
  readonly id: "go-back" | "go-forward";
  readonly icon: Icon;
  readonly disabled: boolean;
}

function StepButton({ id, icon, disabled }: StepButtonProps) {
  const step = action(id);
  return (
    <IconButton
      icon={icon}
      label={step.title}
      shortcut={shortcutText(step)}
      disabled={disabled}
      data-testid={id}
      onClick={step.perform}
    />
  );
}
