/** What every test of components begins with. */
import { configure } from "@testing-library/react";
import { beforeAll } from "vitest";
import { readParts } from "../components/later";

// A busy machine is slow and not wrong: what is waited for may come late.
configure({ asyncUtilTimeout: 15_000 });

// As in a window that has been open for a moment.
beforeAll(readParts, 120_000);
