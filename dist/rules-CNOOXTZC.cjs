"use strict";exports.__esModule=!0,exports.rules=i;function e(){const n=require("./chunk-7DO4P245.cjs");return e=function(){return n},n}function i(n,u,o){if(n===void 0)return o.out(u.format==="json"?`${JSON.stringify(e().catalogue,null,2)}
`:s()),e().EXIT.ok;const t=e().catalogue.find(r=>r.code===n);if(!t){const r=(0,e().closeMatch)(n,e().catalogue.map(a=>a.code));throw new(e()).UsageError(`no rule "${n}"; ${r?`did you mean ${r}?`:"actdef rules lists all"}`)}return o.out(u.format==="json"?`${JSON.stringify(t,null,2)}
`:`${t.code} (${t.severity})

${t.summary}

${l(t.rationale,Math.min(o.width,100))}
`),e().EXIT.ok}function s(){const n=Math.max(...e().catalogue.map(({code:u})=>u.length));return e().catalogue.map(({code:u,severity:o,summary:t})=>`${u.padEnd(n)}  ${o.padEnd(7)}  ${t}
`).join("")}function l(n,u){const o=[""];for(const t of n.split(" ")){const r=o.at(-1)??"";r!==""&&r.length+1+t.length>u?o.push(t):o[o.length-1]=r===""?t:`${r} ${t}`}return o.join(`
`)}
