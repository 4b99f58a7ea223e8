/** What every test of components begins with. */
import { configure } from "@testing-library/react";

// A busy machine is slow and not wrong: what is waited for may come late.
configure({ asyncUtilTimeout: 15_000 });
