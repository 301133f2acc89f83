import type { ReactNode } from 'react';
import { Tick } from '../../ui/tick';
import { methodName } from './connection-words';

/** The payment methods to choose from. `chosen`: those ticked at first; all of them if it is undefined or null. */
export const MethodTicks = ({
  methods,
  chosen,
  children,
}: {
  methods: readonly string[];
  chosen?: readonly string[] | null;
  children?: ReactNode;
}) => (
  <fieldset>
    <legend className="text-[13px]/[18px] font-medium">Payment methods</legend>
    <div className="mt-1 flex flex-wrap gap-x-6">
      {methods.map((method) => (
        <label key={method} className="flex min-h-8 items-center gap-2">
          <Tick type="checkbox" name="methods" value={method} defaultChecked={chosen?.includes(method) ?? true} />
          {methodName(method)}
        </label>
      ))}
    </div>
    {children}
  </fieldset>
);
