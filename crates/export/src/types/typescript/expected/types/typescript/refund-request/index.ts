// Written by Baton; what is changed here is lost with the next export.

export * from "./v1.1.0.js";
