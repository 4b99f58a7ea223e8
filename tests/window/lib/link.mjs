// Links as the system hands them to the program.
import { createConnection } from "node:net";
import { join } from "node:path";

/** Where a running program takes links. */
export function linkSocket(place) {
  return join(place.folder, "config", "baton", "links.socket");
}

/** Hands a link to the program, as one that is started with it does. */
export function sendLink(socket, link) {
  return new Promise((done, failed) => {
    const stream = createConnection(socket, () => stream.write(`${link}\n`));
    stream.once("data", (answer) => {
      stream.destroy();
      if (answer.toString().trim() === "taken") done();
      else failed(new Error(`the program answered ${answer}`));
    });
    stream.once("error", failed);
  });
}
