import { type BmUnit, registeredFarms, settlementPeriodAt, windUnits } from "@windhash/core";
import { type Command, Option } from "commander";
import { typedDate } from "../arguments/dates.ts";
import { EXIT } from "../exitCodes.ts";
import { unitsDocument, unitsText } from "../render/units.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

type UnitsOptions = {
  readonly farm?: string;
  readonly party?: string;
  readonly wind?: boolean;
  readonly all?: boolean;
  readonly on?: string;
};

/** `windhash units`: the register as it is held. */
export function unitsCommand(start: Start): Command {
  return describedCommand({
    name: "units",
    group: GROUPS.look,
    summary: "the register of BM units, farm by farm",
    description:
      "Lists the BM units of the register that is held, grouped into farms with what their units declare to be able to generate. A farm is what National Grid ids share before their number. How the register is brought up to date: windhash update-units.",
    examples: [
      ["windhash units", "wind units, farm by farm"],
      ["windhash units moray", "what has that in an id or a name"],
      ["windhash units --farm MOWEO --on 2024-06-01", "a farm as it was"],
      ["windhash units --party seagreen --json", ""],
      ["windhash units --all battery", "units that are not wind, too"],
    ],
  })
    .argument("[text]", "part of an id, a name, a farm or a lead party")
    .option("--farm <id>", "units of one farm")
    .option("--party <text>", "id of a lead party, or part of its name")
    .addOption(new Option("--wind", "wind units alone, the default").conflicts("all"))
    .option("--all", "units that are not wind, too")
    .option("--on <date>", "as the register was on that settlement date (default: today)")
    .action((text: string | undefined, options: UnitsOptions) =>
      start(async ({ look, compose, clock }) => {
        const on = options.on === undefined ? settlementPeriodAt(clock()).settlementDate : typedDate(options.on);
        const { stores } = await compose.openDatabase({ mayCreate: false });
        const units = await stores.bmUnits();
        const { isWind } = windUnits(units);
        const isChosen = (unit: BmUnit): boolean =>
          (options.all === true || isWind(unit.nationalGridId)) &&
          isMeant(unit, options) &&
          (text === undefined || says(unit, text));
        const chosen = registeredFarms(units, on).flatMap((farm) => farm.units.filter(isChosen));
        const shown = { farms: registeredFarms(chosen, on), on, isWind };
        return { exitCode: EXIT.clean, text: unitsText(look, shown), document: unitsDocument(shown) };
      }),
    );
}

function isMeant({ farmId, leadPartyId, leadPartyName }: BmUnit, { farm, party }: UnitsOptions): boolean {
  if (farm !== undefined && !same(farmId, farm)) return false;
  return party === undefined || same(leadPartyId ?? "", party) || has(leadPartyName, party);
}

function says({ nationalGridId, elexonId, name, farmId, leadPartyId, leadPartyName }: BmUnit, text: string): boolean {
  return [nationalGridId, elexonId, name, farmId, leadPartyId, leadPartyName].some((value) => has(value, text));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function has(value: string | null, part: string): boolean {
  return value !== null && value.toLowerCase().includes(part.toLowerCase());
}
