/** The file of rules that users write: where it is, and everything that is wrong with it. */
import { FileCode2, RefreshCw } from "lucide-react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { Words } from "../../components/words";
import { useDocument } from "../../document/store";
import type { CustomProblem } from "../../platform";

export function CustomFile() {
  const custom = useDocument((state) => state.custom);
  if (!custom?.file) return null;
  const { file, there, rules, problems } = custom;
  const name = file.split(/[/\\]/).at(-1) ?? file;
  const reload = action("reload-custom-rules");
  return (
    <section className="custom-file" aria-label="File of custom rules">
      <p className="custom-file__head">
        <FileCode2 size={14} aria-hidden />
        <span className="custom-file__name" title={file}>
          {name}
        </span>
        <Button
          look="quiet"
          icon={RefreshCw}
          data-testid="reload-custom-rules"
          title={reload.title}
          onClick={reload.perform}
        >
          Reload
        </Button>
      </p>
      {there ? (
        <p className="muted">
          {rules.length === 1 ? "1 rule" : `${rules.length} rules`} of your own{" "}
          {problems.length === 0
            ? "run with the catalogue."
            : "run; the rest waits until this is mended:"}
        </p>
      ) : (
        <p className="muted">
          Rules of your own go into this file beside the registry: a condition in CEL over records,
          a severity and a message.
        </p>
      )}
      {problems.length > 0 && (
        <ul className="custom-file__problems selectable">
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message}`}>
              <Problem problem={problem} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Problem({ problem }: { readonly problem: CustomProblem }) {
  const { code, line, column, message, remedy } = problem;
  return (
    <>
      <p className="custom-file__place">
        {code ? `${code}, ` : ""}line {line}, column {column}
      </p>
      <p>
        <Words text={sentence(message)} />
      </p>
      <p className="muted">
        <Words text={sentence(remedy)} />
      </p>
    </>
  );
}

/** The backend's words begin small, as compilers' do. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
