export interface Row {
  readonly id: string;
  readonly priority: 'P0' | 'P1' | 'P2';
  /** Section of the specification, or what else asks for it. */
  readonly source: string;
}

/** Title of each area, in the order of the page. */
export declare const AREAS: Readonly<Record<string, string>>;

/** @param root folder of package.json */
export declare function readRows(root: string): readonly Row[];
