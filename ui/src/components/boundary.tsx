/** Keeps a fault of one surface from taking the window along: it says what happened and offers to try again. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "./button";
import { Empty } from "./empty";

export interface BoundaryProps {
  /** What is shown inside, for example `The inspector`. */
  readonly name: string;
  /** Another one means that something else is shown: a fault is forgotten then. */
  readonly of?: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly fault: string | null;
  readonly of: string | undefined;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { fault: null, of: this.props.of };

  static getDerivedStateFromError(reason: unknown): Partial<BoundaryState> {
    return { fault: reason instanceof Error ? reason.message : String(reason) };
  }

  static getDerivedStateFromProps(
    { of }: BoundaryProps,
    state: BoundaryState,
  ): Partial<BoundaryState> | null {
    return of === state.of ? null : { of, fault: null };
  }

  override componentDidCatch(reason: unknown, info: ErrorInfo): void {
    console.error(reason, info.componentStack);
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <div className="boundary" role="alert">
        <Empty title={`${this.props.name} cannot be shown`}>
          <p>This is a fault of Baton. Everything that was saved is safe.</p>
          <p className="mono selectable">{fault}</p>
          <Button onClick={() => this.setState({ fault: null })}>Try again</Button>
        </Empty>
      </div>
    );
  }
}
