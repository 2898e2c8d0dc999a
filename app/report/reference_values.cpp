// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/reference_values.h"

#include "core/config/reference_tables.h"

namespace mien::report {

std::optional<ReferenceValues> referenceValues(const std::string& network)
{
    for (const ReferencePaper& paper : referencePapers()) {
        if (!paper.networks.contains(network)) continue;
        const auto reference = referenceFor({paper}, network);
        ReferenceValues values;
        values.source = reference->source;
        values.column = reference->network.name;
        values.remarks = reference->differences;
        for (const ReferenceTable& table : reference->tables) {
            if (table.id == "accuracy") values.accuracy = table.rows.front().value("accuracy");
            if (table.id != "classes") continue;
            values.dataset = table.dataset;
            values.impliedByRecalls = impliedAccuracy(table);
            for (const ReferenceRow& row : table.rows) {
                values.classes[row.item] = {row.value("precision"), row.value("recall"), row.value("f1")};
                values.support += static_cast<long>(row.value("clips"));
            }
        }
        if (values.classes.empty()) return std::nullopt;
        if (const ReferenceTable* comparison = paper.table("comparison"))
            for (const ReferenceRow& row : comparison->rows)
                values.others.emplace_back(row.model, row.value("accuracy"));
        return values;
    }
    return std::nullopt;
}

} // namespace mien::report
