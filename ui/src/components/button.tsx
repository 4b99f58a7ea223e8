import type { ButtonHTMLAttributes, ReactNode } from "react";
import type { Icon } from "./icon";

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children">;

export interface ButtonProps extends Native {
  readonly look?: "plain" | "quiet" | "primary" | "danger";
  readonly icon?: Icon;
  readonly children: ReactNode;
}

export function Button({
  look = "plain",
  icon: Mark,
  children,
  className = "",
  ...rest
}: ButtonProps) {
  return (
    <button type="button" className={`button button--${look} ${className}`} {...rest}>
      {Mark && <Mark size={14} aria-hidden />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Native {
  readonly icon: Icon;
  /** What it does; spoken, and shown as a hint with the shortcut. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly size?: number;
}

export function IconButton({
  icon: Mark,
  label,
  shortcut,
  size = 16,
  className = "",
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      {...rest}
    >
      <Mark size={size} aria-hidden />
    </button>
  );
}
