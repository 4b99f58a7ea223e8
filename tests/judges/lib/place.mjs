// What all judges need.

/** What installers say where no registry answers. */
export const UNREACHABLE =
  /Temporary failure in name resolution|Name or service not known|NewConnectionError|Network is unreachable|timed out|Connection refused|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT/;

/** The answer, or an error with everything that was printed. */
export function must({ status, stdout, stderr }, what) {
  if (status !== 0) throw new Error(`${what} ended with ${status}:\n${stdout}${stderr ?? ""}`);
  return stdout;
}
