// Written by Baton; what is changed here is lost with the next export.

export * as RefundRequest from "./refund-request/index.js";
