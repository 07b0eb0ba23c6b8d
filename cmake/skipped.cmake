# What cannot be tested here is a test that is skipped, by name and with the reason.

function(hibana_add_skipped name reason)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "skipped: ${name}: ${reason}")
    set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "skipped: ")
endfunction()

# The component that a program includes and that is not here; nothing if all is here.
function(hibana_missing_component file result)
    set(${result} "" PARENT_SCOPE)
    foreach(component IN LISTS hibana_components)
        if(NOT component IN_LIST hibana_available_components)
            list(TRANSFORM hibana_${component}_headers REPLACE "\\." "\\\\." OUTPUT_VARIABLE patterns)
            list(TRANSFORM patterns REPLACE "\\*" "[^/]*")
            list(JOIN patterns "|" pattern)
            file(STRINGS ${file} includes REGEX "^#include <hibana/(${pattern})>" LIMIT_COUNT 1)
            if(includes)
                set(${result} ${component} PARENT_SCOPE)
            endif()
        endif()
    endforeach()
endfunction()
