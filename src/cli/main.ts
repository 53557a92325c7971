#!/usr/bin/env node
import { command } from "./command.ts";
import { machine } from "./machine.ts";

process.exitCode = await command(process.argv.slice(2), machine(process));
