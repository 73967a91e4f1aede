import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{printable}from"./chunk-X4SXOKIC.mjs";import"./chunk-Z3DWX2RL.mjs";import{place}from"./chunk-PJ4HB5RJ.mjs";import"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";var renderCompact=(diagnostics,options)=>diagnostics.map(it=>`${printable(`${place(it,options)}: ${it.severity}[${it.code}]: ${it.message}`)}
`).join("");export{renderCompact};
