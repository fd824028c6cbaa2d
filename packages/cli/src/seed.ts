import {
  type BmUnit,
  type CalculationSettings,
  DEFAULT_BASIS,
  minerModel,
  type NetworkHistory,
  type Stores,
} from "@windhash/core";

/** What a new database begins with. */
export type FirstContents = {
  readonly history: NetworkHistory;
  /** Unix seconds. */
  readonly committedAt: number;
  /** Read only where the database has no register. */
  readonly loadRegister: () => Promise<FirstRegister>;
};

type FirstRegister = { readonly units: readonly BmUnit[]; readonly source: string; readonly statedAt: number };

/** The models that a new database calculates for. */
const FIRST_MODELS = ["S19J_PRO", "S9", "M20S"];

/**
 * Gives a database what calculating needs and it does not have yet: network history, models and basis, register. What it has
 * is left alone, but a built-in history that reaches further is added. Writes nothing the second time.
 *
 * @returns the models and the basis in force
 */
export async function seed(
  stores: Stores,
  { history, committedAt, loadRegister }: FirstContents,
): Promise<CalculationSettings> {
  const [stored, chosen, units] = await Promise.all([stores.loadHistory(), stores.settings(), stores.bmUnits()]);
  if (stored === null || stored.knownUntil < history.knownUntil) await stores.saveHistory(history, "built-in");
  const settings = chosen ?? { models: FIRST_MODELS.map(minerModel), basis: DEFAULT_BASIS };
  if (chosen === null) await stores.saveSettings(settings, { committedAt });
  if (units.length === 0) {
    const { units: first, source, statedAt } = await loadRegister();
    await stores.putBmUnits(first, { source, statedAt, committedAt });
  }
  return settings;
}
