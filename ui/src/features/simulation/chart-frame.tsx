/** A chart with its title, its numbers as a table, and a way to save it as a picture. */
import { Download } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import { IconButton } from "../../components/button";
import { asPlatformError, platform } from "../../platform";
import { session } from "../../session/store";
import { standalone } from "./standalone";
import { useWidth } from "./use-width";
import "./chart-frame.css";

export interface ChartFrameProps {
  readonly title: string;
  /** The name of the file that it is saved as, without its ending. */
  readonly file: string;
  /** The chart in words. */
  readonly told: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Draws the chart at a width; the height is its own. */
  readonly children: (width: number) => { readonly height: number; readonly picture: ReactNode };
}

export function ChartFrame({ title, file, told, columns, rows, children }: ChartFrameProps) {
  const heading = useId();
  const svg = useRef<SVGSVGElement>(null);
  const { box, width } = useWidth();
  const { height, picture } = children(width);
  return (
    <section className="sim-chart" aria-labelledby={heading}>
      <header className="sim-chart__head">
        <h3 id={heading} className="sim__title">
          {title}
        </h3>
        <IconButton
          icon={Download}
          label={`Save “${title}” as SVG`}
          size={14}
          data-testid={`save-${file}`}
          onClick={() => svg.current && void save(svg.current, title, file)}
        />
      </header>
      <div ref={box} className="sim-chart__box">
        <svg
          ref={svg}
          className="sim-chart__picture"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={told}
        >
          {picture}
        </svg>
      </div>
      <details className="sim-chart__numbers">
        <summary>As numbers</summary>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, i) => (
                  <td key={columns[i]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

async function save(svg: SVGSVGElement, title: string, file: string): Promise<void> {
  try {
    const path = await platform().saveText(`Save “${title}”`, `${file}.svg`, standalone(svg));
    if (path === null) return;
    session.notify({ tone: "success", title: "Picture saved", detail: path, hints: [] });
  } catch (reason) {
    const { message, detail } = asPlatformError(reason);
    session.notify({
      tone: "error",
      title: message,
      detail: "The picture was not saved.",
      hints: detail.hints,
    });
  }
}
